//! In: a measured tree. Out: its text. A list that fits is printed on a line, another one as its style says.

use crate::WIDTH;
use crate::forms::{Breaking, Form};
use crate::measure::width;
use crate::style::{Style, operands};
use crate::tree::{Kind, Node, NodeId, Tree};

/// Arguments that fit on a line below a longer name than this, but not behind it, go below it.
const LONG_HEAD: usize = 24;

/// The text of a tree.
pub fn print_tree(tree: &Tree) -> String {
    let mut printer = Printer { tree, out: tree.preamble.to_owned(), column: 0, lines: 0 };
    let program = &tree.nodes[0];
    if tree.preamble.contains('#') {
        printer.out.push('\n');
        let is_apart = program.children.first().is_some_and(|first| tree.nodes[*first].line_ends > 1);
        printer.out.push_str(if is_apart { "\n" } else { "" });
    }
    printer.children(program, &vec![Break::Always(0); program.children.len()], 0);
    if !program.children.is_empty() {
        printer.out.push('\n');
    }
    printer.out
}

/// When a line ends before a part of a list, and the column where the part goes then.
#[derive(Clone, Copy)]
enum Break {
    /// Behind `=>` and `.`.
    Never,
    Always(usize),
    /// Where the author ended it.
    Author(usize),
    /// Where the author ended it, or the part does not fit as it is.
    Filled(usize),
    /// Where the author left a blank line, or the part does not fit as it is.
    Packed(usize),
    /// Where the part does not fit even if it is broken.
    Needed(usize),
    /// Where the author ended it, or the part does not fit even if it is broken.
    Loose(usize),
}

impl Break {
    fn indent(self) -> usize {
        match self {
            Break::Never => 0,
            Break::Always(indent)
            | Break::Author(indent)
            | Break::Filled(indent)
            | Break::Packed(indent)
            | Break::Needed(indent)
            | Break::Loose(indent) => indent,
        }
    }
}

struct Printer<'a> {
    tree: &'a Tree<'a>,
    out: String,
    column: usize,
    /// How many lines were ended.
    lines: usize,
}

impl<'a> Printer<'a> {
    fn get(&self, id: NodeId) -> &'a Node<'a> {
        &self.tree.nodes[id]
    }

    fn write(&mut self, text: &str) {
        self.out.push_str(text);
        match text.rfind('\n') {
            Some(at) => {
                self.column = width(&text[at + 1..]);
                self.lines += 1;
            }
            None => self.column += width(text),
        }
    }

    fn blanks(&mut self, count: usize) {
        self.out.extend(std::iter::repeat_n(' ', count));
        self.column += count;
    }

    fn end_line(&mut self, indent: usize) {
        self.out.push('\n');
        self.lines += 1;
        self.column = 0;
        self.blanks(indent);
    }

    /// Prints a node that `trailing` columns of closing parentheses follow.
    fn node(&mut self, id: NodeId, trailing: usize) {
        let node = self.get(id);
        match node.kind {
            Kind::Atom | Kind::BlockComment | Kind::LineComment | Kind::Program => self.write(node.text),
            Kind::Prefix | Kind::DatumComment => self.prefix(node, trailing),
            Kind::List => {
                let fits = node.flat.is_some_and(|flat| self.column + flat + trailing <= WIDTH);
                let trailing = trailing + node.close.len();
                let start = self.column;
                self.write(node.text);
                let breaks = if fits { Vec::new() } else { self.plan(node, start, trailing) };
                self.children(node, &breaks, trailing);
                if node.children.last().is_some_and(|last| self.get(*last).kind == Kind::LineComment) {
                    self.end_line(breaks.last().map_or(start + 1, |at| at.indent().max(start + 1)));
                }
                self.write(node.close);
            }
        }
    }

    fn prefix(&mut self, node: &Node, trailing: usize) {
        let start = self.column;
        self.write(node.text);
        let mut previous: Option<&Node> = None;
        for (index, child) in node.children.iter().enumerate() {
            let child_node = self.get(*child);
            match previous.map(|previous| previous.kind) {
                Some(Kind::LineComment) => self.end_line(start),
                Some(_) => self.blanks(1),
                // `, @x` is not `,@x`.
                None if node.text == "," && child_node.text.starts_with('@') => self.blanks(1),
                None => {}
            }
            self.node(*child, if index + 1 == node.children.len() { trailing } else { 0 });
            previous = Some(child_node);
        }
    }

    /// Prints the children of a list with these breaks, one for each child; without breaks on one line.
    fn children(&mut self, node: &Node, breaks: &[Break], list_trailing: usize) {
        let mut previous: Option<&Node> = None;
        let mut ends_line = false;
        for (index, id) in node.children.iter().enumerate() {
            let child = self.get(*id);
            let trailing = if index + 1 == node.children.len() { list_trailing } else { 0 };
            match breaks.get(index) {
                _ if previous.is_none() => {}
                None => self.blanks(1),
                Some(_) if child.kind == Kind::LineComment && child.line_ends == 0 => self.blanks(child.blanks.max(1)),
                Some(at) => {
                    let must = ends_line || previous.is_some_and(|previous| previous.kind == Kind::LineComment);
                    let behind = match at {
                        Break::Packed(_) => self.behind(node, index, list_trailing),
                        _ => trailing,
                    };
                    match self.breaks_at(*at, child, must, behind) {
                        Some(indent) => {
                            if child.line_ends > 1 {
                                self.out.push('\n');
                            }
                            self.end_line(indent);
                        }
                        None => self.blanks(1),
                    }
                }
            }
            let before = self.lines;
            self.node(*id, trailing);
            ends_line = self.lines > before && child.kind != Kind::Atom;
            previous = Some(child);
        }
    }

    /// The columns behind a child that cannot go to another line, at least.
    fn behind(&self, node: &Node, index: usize, trailing: usize) -> usize {
        let last = node.children.len() - 1;
        if index == last {
            return trailing;
        }
        let next = self.get(node.children[index + 1]);
        let binds = self.get(node.children[index]).binds_next() && next.kind != Kind::LineComment;
        if binds { 1 + next.narrow + if index + 1 == last { trailing } else { 0 } } else { 0 }
    }

    /// The column of a child if a line ends before it.
    fn breaks_at(&self, at: Break, child: &Node, must: bool, behind: usize) -> Option<usize> {
        let room = WIDTH.saturating_sub(self.column + 1 + behind);
        let is_ended = child.line_ends > 0;
        let as_it_is = child.flat.unwrap_or(child.narrow);
        let breaks = match at {
            Break::Never => false,
            Break::Always(_) => true,
            Break::Author(_) => is_ended,
            Break::Filled(_) => is_ended || as_it_is > room,
            Break::Packed(_) => child.line_ends > 1 || child.kind == Kind::LineComment || as_it_is > room,
            Break::Needed(_) => child.narrow > room,
            Break::Loose(_) => is_ended || child.narrow > room,
        };
        (breaks || must).then(|| at.indent())
    }

    /// Where the lines of a list end whose opening is printed and began at `start`.
    fn plan(&self, node: &Node, start: usize, trailing: usize) -> Vec<Break> {
        let inner = self.column;
        match node.style {
            Style::Rows => self.all(node, Break::Always(inner)),
            Style::Clause => self.clause(node, inner, trailing),
            Style::Data => self.data(node, inner, trailing),
            Style::Call => self.call(node, inner, trailing),
            Style::Guard => self.operands_below(node, inner, trailing),
            Style::Form(form) => match form.breaking {
                Breaking::Aligned => self.operands_below(node, inner, trailing),
                Breaking::Filled => self.filled(node, start, inner, trailing),
                Breaking::Body | Breaking::Definition | Breaking::LooseBody | Breaking::Record => {
                    self.body(node, form, start)
                }
            },
        }
    }

    /// The same break before every part, except behind `=>` and `.`.
    fn all(&self, node: &Node, at: Break) -> Vec<Break> {
        let mut breaks = vec![at; node.children.len()];
        for (index, pair) in node.children.windows(2).enumerate() {
            if self.get(pair[0]).binds_next() && self.get(pair[1]).kind != Kind::LineComment {
                breaks[index + 1] = Break::Never;
            }
        }
        breaks
    }

    /// Arguments on lines of their own below the first, which is on the line of the head.
    fn aligned(&self, node: &Node, column: usize) -> Vec<Break> {
        let mut breaks = self.all(node, Break::Always(column));
        breaks[1] = Break::Author(column);
        breaks
    }

    /// The lines of the author if they fit; else short arguments packed, others below each other.
    fn call(&self, node: &Node, inner: usize, trailing: usize) -> Vec<Break> {
        let aligned = self.align(node, inner, trailing);
        let column = aligned.unwrap_or(inner);
        let is_kept = (aligned.is_some() || self.starts_line(node)) && self.keeps_lines(node, inner, column, trailing);
        let mut breaks = if is_kept {
            self.all(node, Break::Author(column))
        } else if self.is_plain(node) {
            self.all(node, Break::Packed(column))
        } else {
            self.all(node, Break::Always(column))
        };
        if let Some(first) = breaks.get_mut(1) {
            *first = if aligned.is_some() { Break::Author(column) } else { Break::Always(column) };
        }
        breaks
    }

    /// As many parts on each line as fit.
    fn filled(&self, node: &Node, start: usize, inner: usize, trailing: usize) -> Vec<Break> {
        let column = inner + self.head_width(node) + 1;
        let first = node.children.get(1).map_or(0, |first| self.get(*first).narrow);
        let is_aligned = !self.starts_line(node) && column + first + trailing <= WIDTH;
        let column = if is_aligned { column } else { start + 2 };
        let mut breaks = self.packed(node, inner, column, trailing);
        if let Some(first) = breaks.get_mut(1) {
            *first = if is_aligned { Break::Author(column) } else { Break::Always(column) };
        }
        breaks
    }

    /// The lines of the author if they fit, else all parts packed.
    fn packed(&self, node: &Node, inner: usize, column: usize, trailing: usize) -> Vec<Break> {
        let keeps = self.keeps_lines(node, inner, column, trailing);
        self.all(node, if keeps { Break::Author(column) } else { Break::Packed(column) })
    }

    fn operands_below(&self, node: &Node, inner: usize, trailing: usize) -> Vec<Break> {
        match self.align(node, inner, trailing) {
            Some(column) => self.aligned(node, column),
            None => self.all(node, Break::Always(inner)),
        }
    }

    fn clause(&self, node: &Node, inner: usize, trailing: usize) -> Vec<Break> {
        let mut breaks = self.all(node, Break::Always(inner));
        for (index, pair) in node.children.windows(2).enumerate() {
            let (arrow, receiver) = (self.get(pair[0]), self.get(pair[1]));
            if index > 0 && arrow.is_atom("=>") && arrow.line_ends == 0 {
                // The column behind what comes before, if that is on one line.
                let before = node.children[..index].iter().map(|child| Some(self.get(*child).flat? + 1));
                let column = before.sum::<Option<usize>>().map(|before| inner + before + 3);
                if column.is_some_and(|column| column + receiver.narrow + trailing <= WIDTH) {
                    breaks[index] = Break::Author(inner);
                }
            }
        }
        breaks
    }

    fn data(&self, node: &Node, inner: usize, trailing: usize) -> Vec<Break> {
        if self.is_plain(node) {
            self.packed(node, inner, inner, trailing)
        } else if self.keeps_lines(node, inner, inner, trailing) {
            self.all(node, Break::Author(inner))
        } else {
            self.all(node, Break::Always(inner))
        }
    }

    /// Whether there is no list among the parts.
    fn is_plain(&self, node: &Node) -> bool {
        node.children.iter().all(|child| matches!(self.get(*child).kind, Kind::Atom | Kind::BlockComment))
    }

    fn body(&self, node: &Node, form: &Form, start: usize) -> Vec<Break> {
        let operands = operands(&self.tree.nodes, form, &node.children).len();
        let mut breaks = self.all(node, Break::Always(start + 2));
        let mut parts = 0;
        for (index, child) in node.children.iter().enumerate().skip(1) {
            let child = self.get(*child);
            if matches!(breaks[index], Break::Never) {
                // Behind `=>` or `.` no line ends.
            } else if parts < operands {
                breaks[index] = match form.breaking {
                    Breaking::Record => Break::Loose(start + 2),
                    Breaking::LooseBody => Break::Loose(start + 4),
                    _ if child.kind == Kind::LineComment => Break::Author(start + 4),
                    _ => Break::Needed(start + 4),
                };
            } else if parts == operands && form.breaking == Breaking::Definition && self.defines_variable(node) {
                breaks[index] = Break::Filled(start + 2);
            }
            parts += usize::from(!child.kind.is_comment());
        }
        breaks
    }

    fn defines_variable(&self, node: &Node) -> bool {
        let target = node.children[1..].iter().map(|child| self.get(*child)).find(|child| !child.kind.is_comment());
        target.is_some_and(|target| target.kind == Kind::Atom)
    }

    /// Whether the first argument is on a line of its own.
    fn starts_line(&self, node: &Node) -> bool {
        let first = node.children.get(1).map(|child| self.get(*child));
        first.is_none_or(|first| first.line_ends > 0 || first.kind == Kind::LineComment)
    }

    fn head_width(&self, node: &Node) -> usize {
        node.children.first().and_then(|head| self.get(*head).flat).unwrap_or(0)
    }

    /// The column of arguments that stand below the first one; `None` if they must go below the head to have room.
    fn align(&self, node: &Node, inner: usize, trailing: usize) -> Option<usize> {
        let head = self.get(*node.children.first()?).flat?;
        if self.starts_line(node) {
            return None;
        }
        let column = inner + head + 1;
        let last = node.children.len() - 1;
        let has_room = node.children.iter().enumerate().skip(1).all(|(index, child)| {
            let child = self.get(*child);
            let trailing = if index == last { trailing } else { 0 };
            let needed = match child.flat {
                Some(flat) if head > LONG_HEAD && inner + flat + trailing <= WIDTH => flat,
                _ => child.narrow,
            };
            column + needed + trailing <= WIDTH
        });
        has_room.then_some(column)
    }

    /// Whether the parts behind the first fit if lines end where the author ended them, with further lines at `column`.
    fn keeps_lines(&self, node: &Node, inner: usize, column: usize, trailing: usize) -> bool {
        let mut at = inner;
        let mut must = false;
        for (index, child) in node.children.iter().enumerate() {
            let child = self.get(*child);
            let trailing = if index + 1 == node.children.len() { trailing } else { 0 };
            let starts_line = index > 0 && (must || child.line_ends > 0);
            let start = if starts_line { column } else { at + usize::from(index > 0) };
            match child.flat {
                _ if child.kind == Kind::LineComment => {}
                Some(flat) if start + flat + trailing > WIDTH => return false,
                Some(flat) => at = start + flat,
                None if child.kind == Kind::Atom => at = width(child.text.rsplit('\n').next().unwrap_or_default()),
                None if !starts_line && start + child.narrow + trailing > WIDTH => return false,
                None => {}
            }
            must = child.kind == Kind::LineComment || child.flat.is_none() && child.kind != Kind::Atom;
        }
        true
    }
}

//! In: a tree. Out: the style of each list, from its head and its place in the form around it; and without the line
//! breaks that no style keeps.

use crate::forms::{Breaking, Form, Role, find_form};
use crate::tree::{Kind, Node, NodeId, Tree};

/// How a list is laid out.
#[derive(Clone, Copy, Debug)]
pub enum Style {
    /// A head and its arguments.
    Call,
    /// A special form.
    Form(&'static Form),
    /// Elements that mean nothing to the formatter.
    Data,
    /// Each part on a line of its own.
    Rows,
    /// A first part, and below it each further part on a line of its own.
    Clause,
    /// A name, and behind it clauses, each on a line of its own.
    Guard,
}

/// Gives every list its style.
pub fn assign_styles(tree: &mut Tree) {
    // Parents come before their children.
    let mut roles = vec![Role::Code; tree.nodes.len()];
    for id in 0..tree.nodes.len() {
        let children = std::mem::take(&mut tree.nodes[id].children);
        match tree.nodes[id].kind {
            Kind::List => {
                let style = style(&tree.nodes, id, &children, roles[id]);
                tree.nodes[id].style = style;
                assign_roles(&tree.nodes, style, roles[id], &children, &mut roles);
                join_lines(&mut tree.nodes, style, &children);
            }
            Kind::Prefix | Kind::DatumComment => {
                let role = match tree.nodes[id].text {
                    "'" => Role::Data,
                    "," | ",@" => Role::Code,
                    _ => roles[id],
                };
                for child in &children {
                    roles[*child] = role;
                    tree.nodes[*child].line_ends = 0;
                }
            }
            Kind::Program | Kind::Atom | Kind::BlockComment | Kind::LineComment => {}
        }
        tree.nodes[id].children = children;
    }
}

fn style(nodes: &[Node], id: NodeId, children: &[NodeId], role: Role) -> Style {
    if nodes[id].text.starts_with('#') {
        return Style::Data;
    }
    let Some(head) = children.first().map(|head| &nodes[*head]) else { return Style::Data };
    match role {
        Role::Data => Style::Data,
        Role::Bindings => Style::Rows,
        Role::Clause | Role::DataClause => Style::Clause,
        _ if head.kind.is_comment() => Style::Data,
        Role::Guard => Style::Guard,
        Role::Binding => Style::Call,
        Role::Code if head.kind == Kind::Atom => find_form(head.text).map_or(Style::Call, Style::Form),
        Role::Code => Style::Call,
    }
}

/// What the parts of a list are.
fn assign_roles(nodes: &[Node], style: Style, role: Role, children: &[NodeId], roles: &mut [Role]) {
    let parts = children.iter().filter(|child| !nodes[**child].kind.is_comment());
    for (index, part) in parts.enumerate() {
        roles[*part] = match style {
            Style::Data => Role::Data,
            Style::Rows => Role::Binding,
            Style::Call if role == Role::Binding && index == 0 => Role::Data,
            Style::Clause if role == Role::DataClause && index == 0 => Role::Data,
            Style::Call | Style::Clause => Role::Code,
            Style::Guard => Role::Clause,
            Style::Form(form) => match index.checked_sub(1) {
                Some(index) => operands(nodes, form, children).get(index).copied().unwrap_or(form.rest),
                None => Role::Code,
            },
        };
    }
}

/// The operands of a use of a form.
pub fn operands(nodes: &[Node], form: &Form, children: &[NodeId]) -> &'static [Role] {
    let first = children[1..].iter().map(|child| &nodes[*child]).find(|child| !child.kind.is_comment());
    match form.named {
        Some(operands) if first.is_some_and(|first| first.kind == Kind::Atom) => operands,
        _ => form.operands,
    }
}

/// Takes line breaks away before what always stays on its line.
fn join_lines(nodes: &mut [Node], style: Style, children: &[NodeId]) {
    let joined = match style {
        Style::Form(form) if matches!(form.breaking, Breaking::Body | Breaking::Definition) => {
            operands(nodes, form, children).len()
        }
        _ => 0,
    };
    // How many parts there were, less the head.
    let mut parts = 0;
    let mut previous: Option<NodeId> = None;
    for child in children {
        let is_comment = nodes[*child].kind.is_comment();
        let is_line_comment = |id: NodeId| nodes[id].kind == Kind::LineComment;
        let is_joined = match previous {
            None => true,
            Some(previous) if is_line_comment(previous) || is_line_comment(*child) => false,
            Some(previous) => parts < joined || nodes[previous].binds_next(),
        };
        if is_joined {
            nodes[*child].line_ends = 0;
        }
        parts += usize::from(!is_comment && previous.is_some());
        previous = Some(*child);
    }
}

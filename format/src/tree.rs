//! The tree of a text: lists, atoms and comments, with the line breaks between them.

use syntax::token::Token;
use syntax::{Piece, PieceKind};

use crate::style::Style;

/// A node: an index into [`Tree::nodes`]. Children come behind their parents.
pub type NodeId = usize;

/// The nodes of a text. Node 0 is the whole program.
pub struct Tree<'t> {
    /// All nodes.
    pub nodes: Vec<Node<'t>>,
    /// What stands before the program.
    pub preamble: &'t str,
}

/// A datum or a comment.
pub struct Node<'t> {
    /// What it is.
    pub kind: Kind,
    /// What it is written as; the opening of a list, the sign of a prefix.
    pub text: &'t str,
    /// The closing of a list.
    pub close: &'t str,
    /// Of a list or a prefix.
    pub children: Vec<NodeId>,
    /// How many line ends stand before it: 0, 1, or 2 for a blank line.
    pub line_ends: u8,
    /// How many blanks stand before it on its line.
    pub blanks: usize,
    /// How it is laid out.
    pub style: Style,
    /// Its width on one line; `None` if it has line breaks in it.
    pub flat: Option<usize>,
    /// About the width it needs when it is broken as much as possible.
    pub narrow: usize,
}

/// The kinds of node.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// The whole program.
    Program,
    /// A symbol, number, string, character.
    Atom,
    /// A list or vector.
    List,
    /// `'x`, and other signs before a datum.
    Prefix,
    /// `#;x`
    DatumComment,
    /// `#| ... |#`
    BlockComment,
    /// `; ...`
    LineComment,
}

impl Kind {
    /// Whether the reader drops it.
    pub fn is_comment(self) -> bool {
        matches!(self, Kind::DatumComment | Kind::BlockComment | Kind::LineComment)
    }
}

impl<'t> Node<'t> {
    fn new(kind: Kind, text: &'t str) -> Node<'t> {
        let (children, style) = (Vec::new(), Style::Call);
        Node { kind, text, close: "", children, line_ends: 0, blanks: 0, style, flat: None, narrow: 0 }
    }

    /// Whether it is this symbol.
    pub fn is_atom(&self, text: &str) -> bool {
        self.kind == Kind::Atom && self.text == text
    }

    /// Whether it is one of the signs after which the next datum stays on the line.
    pub fn binds_next(&self) -> bool {
        self.is_atom("=>") || self.is_atom(".")
    }
}

/// The tree of the pieces of a text that the reader accepts.
pub fn build_tree<'t>(text: &'t str, pieces: &[Piece]) -> Tree<'t> {
    let nodes = vec![Node::new(Kind::Program, "")];
    let mut builder = Builder { tree: Tree { nodes, preamble: "" }, open: vec![0], line_ends: 0, at: 0 };
    for piece in pieces {
        builder.piece(text, piece);
    }
    builder.tree
}

struct Builder<'t> {
    tree: Tree<'t>,
    /// The lists and prefixes around, outermost first.
    open: Vec<NodeId>,
    /// How many line ends there were since the last node.
    line_ends: u8,
    /// Where the last piece ended.
    at: usize,
}

impl<'t> Builder<'t> {
    fn piece(&mut self, text: &'t str, piece: &Piece) {
        let spelled = &text[piece.range.clone()];
        let blanks = piece.range.start - std::mem::replace(&mut self.at, piece.range.end);
        match piece.kind {
            PieceKind::Preamble => self.tree.preamble = spelled,
            PieceKind::LineEnd => self.line_ends = (self.line_ends + 1).min(2),
            PieceKind::LineComment => {
                self.add(Node::new(Kind::LineComment, spelled.trim_end()), blanks);
            }
            PieceKind::BlockComment => {
                self.add(Node::new(Kind::BlockComment, spelled), blanks);
            }
            PieceKind::Token(token) => self.token(token, spelled, blanks),
        }
    }

    fn token(&mut self, token: Token, text: &'t str, blanks: usize) {
        match token {
            Token::Open | Token::OpenVector | Token::OpenBytevector | Token::OpenF64vector => {
                let id = self.add(Node::new(Kind::List, text), blanks);
                self.open.push(id);
            }
            Token::Close => {
                if let Some(list) = self.open.pop() {
                    self.tree.nodes[list].close = text;
                }
                self.line_ends = 0;
                self.end_datum();
            }
            Token::Quote | Token::Quasiquote | Token::Unquote | Token::UnquoteSplicing => {
                let id = self.add(Node::new(Kind::Prefix, text), blanks);
                self.open.push(id);
            }
            Token::DatumComment => {
                let id = self.add(Node::new(Kind::DatumComment, text), blanks);
                self.open.push(id);
            }
            Token::Label => {
                let id = self.add(Node::new(Kind::Prefix, text), blanks);
                self.open.push(id);
            }
            // A directive is no datum: a prefix goes on behind it.
            Token::Directive => {
                self.add(Node::new(Kind::BlockComment, text), blanks);
            }
            Token::String | Token::BarSymbol | Token::Char | Token::Reference | Token::Atom | Token::BlockComment => {
                self.add(Node::new(Kind::Atom, text), blanks);
                self.end_datum();
            }
        }
    }

    fn add(&mut self, mut node: Node<'t>, blanks: usize) -> NodeId {
        node.line_ends = std::mem::take(&mut self.line_ends);
        node.blanks = blanks;
        let id = self.tree.nodes.len();
        self.tree.nodes.push(node);
        if let Some(parent) = self.open.last() {
            self.tree.nodes[*parent].children.push(id);
        }
        id
    }

    /// A datum is complete, and with it the prefixes before it; but a datum comment is none.
    fn end_datum(&mut self) {
        while let Some(prefix) =
            self.open.pop_if(|id| matches!(self.tree.nodes[*id].kind, Kind::Prefix | Kind::DatumComment))
        {
            if self.tree.nodes[prefix].kind == Kind::DatumComment {
                return;
            }
        }
    }
}

//! In: a tree with styles. Out: the width of every node on one line, and about the width it needs at least.

use crate::style::Style;
use crate::tree::{Kind, Node, Tree};

/// Measures all nodes, leaves first.
pub fn measure_tree(tree: &mut Tree) {
    for id in (0..tree.nodes.len()).rev() {
        let (flat, narrow) = measure(&tree.nodes, &tree.nodes[id]);
        (tree.nodes[id].flat, tree.nodes[id].narrow) = (flat, narrow);
    }
}

fn measure(nodes: &[Node], node: &Node) -> (Option<usize>, usize) {
    let own = width(node.text);
    let children = || node.children.iter().map(|child| &nodes[*child]);
    let widest = || children().map(|child| child.narrow).max().unwrap_or(0);
    match node.kind {
        Kind::LineComment => (None, 0),
        Kind::Atom | Kind::BlockComment => {
            let first = width(node.text.lines().next().unwrap_or_default());
            ((!node.text.contains('\n')).then_some(own), first)
        }
        Kind::Program | Kind::List | Kind::Prefix | Kind::DatumComment => {
            let is_broken = children().any(|child| child.line_ends > 0);
            let widths = || children().map(|child| child.flat).sum::<Option<usize>>();
            let blanks = node.children.len().saturating_sub(1);
            let flat = if is_broken { None } else { widths().map(|widths| own + widths + blanks + node.close.len()) };
            let indent = if matches!(node.style, Style::Form(_)) { 2 } else { own };
            (flat, indent + widest() + node.close.len())
        }
    }
}

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    text.chars().count()
}

//! Finds where the next datum ends, a character at a time: for `read` from a port, which may take no character behind
//! the datum, and for prompts that must know whether a form is complete.
//!
//! In: characters. Out: the text of one datum with the comments and directives before it. The text is then for
//! [`read_datums`](crate::read_datums) to read: what is wrong with it is told there.

/// Characters one by one.
pub trait CharSource {
    /// Why a character cannot be had.
    type Error;
    /// The next character, which stays; `None` at the end.
    fn peek(&mut self) -> Result<Option<char>, Self::Error>;
    /// Goes behind the character that `peek` has shown.
    fn advance(&mut self);
}

/// Why scanning stopped.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ScanEnd {
    /// A datum is complete, or there is a closing parenthesis too many.
    Datum,
    /// There is nothing but comments and blanks up to the end.
    Nothing,
    /// The end comes inside a datum.
    Incomplete,
}

/// What [`scan_datum`] has taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Scanned {
    /// The text up to the end of the datum.
    pub text: String,
    /// Why it ends there.
    pub end: ScanEnd,
    /// What the last `#!fold-case` or `#!no-fold-case` in it says.
    pub fold_case: Option<bool>,
}

/// Takes characters up to the end of the next datum.
pub fn scan_datum<S: CharSource>(source: &mut S) -> Result<Scanned, S::Error> {
    let mut scanner = Scanner { source, text: String::new(), depth: 0, prefixes: Vec::new(), fold_case: None };
    let end = scanner.scan()?;
    Ok(Scanned { text: scanner.text, end, fold_case: scanner.fold_case })
}

/// What stands before the outermost datum.
#[derive(Clone, Copy, PartialEq)]
enum Prefix {
    /// `'` and the like, `#0=`
    Part,
    /// `#;`
    Comment,
}

struct Scanner<'a, S> {
    source: &'a mut S,
    text: String,
    /// Parentheses that are open.
    depth: usize,
    /// Prefixes that wait for their datum outside of parentheses.
    prefixes: Vec<Prefix>,
    fold_case: Option<bool>,
}

/// Whether an atom ends before this character.
fn is_delimiter(char: char) -> bool {
    char.is_whitespace() || "()[]\";'`,|".contains(char)
}

/// What a token was.
enum Token {
    /// A datum, or the end of one.
    Datum,
    /// Anything else.
    Other,
    /// The text ended inside of it.
    Cut,
}

impl<S: CharSource> Scanner<'_, S> {
    fn scan(&mut self) -> Result<ScanEnd, S::Error> {
        while let Some(char) = self.take()? {
            let token = match char {
                '(' | '[' => self.open(),
                ')' | ']' if self.depth == 0 => return Ok(ScanEnd::Datum),
                ')' | ']' => {
                    self.depth -= 1;
                    Token::Datum
                }
                '\'' | '`' => self.prefix(Prefix::Part),
                ',' => {
                    if self.source.peek()? == Some('@') {
                        self.take()?;
                    }
                    self.prefix(Prefix::Part)
                }
                ';' => {
                    self.take_while(|next| next != '\n' && next != '\r')?;
                    Token::Other
                }
                '"' | '|' => self.delimited(char)?,
                '#' => self.hash()?,
                _ if char.is_whitespace() => Token::Other,
                _ => self.atom()?,
            };
            match token {
                Token::Datum if self.depth == 0 && self.ends_prefixes() => return Ok(ScanEnd::Datum),
                Token::Datum | Token::Other => {}
                Token::Cut => return Ok(ScanEnd::Incomplete),
            }
        }
        let is_inside = self.depth > 0 || !self.prefixes.is_empty();
        Ok(if is_inside { ScanEnd::Incomplete } else { ScanEnd::Nothing })
    }

    /// A datum ends the prefixes before it; whether it counts, being no comment.
    fn ends_prefixes(&mut self) -> bool {
        while let Some(prefix) = self.prefixes.pop() {
            if prefix == Prefix::Comment {
                return false;
            }
        }
        true
    }

    fn open(&mut self) -> Token {
        self.depth += 1;
        Token::Other
    }

    fn prefix(&mut self, prefix: Prefix) -> Token {
        if self.depth == 0 {
            self.prefixes.push(prefix);
        }
        Token::Other
    }

    /// What begins with `#`.
    fn hash(&mut self) -> Result<Token, S::Error> {
        let Some(next) = self.source.peek()? else { return Ok(Token::Datum) };
        match next {
            '(' => {
                self.take()?;
                Ok(self.open())
            }
            ';' => {
                self.take()?;
                Ok(self.prefix(Prefix::Comment))
            }
            '|' => self.block_comment(),
            '\\' => {
                self.take()?;
                match self.source.peek()? {
                    Some(char) if is_delimiter(char) => drop(self.take()?),
                    _ => self.take_while(|next| !is_delimiter(next))?,
                }
                Ok(Token::Datum)
            }
            '0'..='9' => {
                self.take_while(|next| next.is_ascii_digit())?;
                match self.source.peek()? {
                    Some('=') => {
                        self.take()?;
                        Ok(self.prefix(Prefix::Part))
                    }
                    Some('#') => {
                        self.take()?;
                        Ok(Token::Datum)
                    }
                    _ => self.atom(),
                }
            }
            _ => self.named(),
        }
    }

    /// `#t`, `#u8(`, `#!fold-case`: the `#` is taken.
    fn named(&mut self) -> Result<Token, S::Error> {
        let start = self.text.len();
        self.take_while(|next| !is_delimiter(next))?;
        let name = &self.text[start..];
        let opens = name.eq_ignore_ascii_case("u8") || name.eq_ignore_ascii_case("f64");
        let (is_directive, fold_case) = (name.starts_with('!'), name == "!fold-case");
        if fold_case || name == "!no-fold-case" {
            self.fold_case = Some(fold_case);
        }
        if opens && self.source.peek()? == Some('(') {
            self.take()?;
            return Ok(self.open());
        }
        Ok(if is_directive { Token::Other } else { Token::Datum })
    }

    fn atom(&mut self) -> Result<Token, S::Error> {
        self.take_while(|next| !is_delimiter(next))?;
        Ok(Token::Datum)
    }

    /// The rest of a string or of a symbol with bars.
    fn delimited(&mut self, end: char) -> Result<Token, S::Error> {
        while let Some(char) = self.take()? {
            if char == end {
                return Ok(Token::Datum);
            }
            if char == '\\' {
                self.take()?;
            }
        }
        Ok(Token::Cut)
    }

    /// `#| ... |#`, nested: the `#` is taken.
    fn block_comment(&mut self) -> Result<Token, S::Error> {
        let mut depth = 0;
        let mut last = '#';
        while let Some(char) = self.take()? {
            match (last, char) {
                ('#', '|') => depth += 1,
                ('|', '#') => depth -= 1,
                _ => {
                    last = char;
                    continue;
                }
            }
            if depth == 0 {
                return Ok(Token::Other);
            }
            // The sign is used up: `#|#` does not end what it begins.
            last = ' ';
        }
        Ok(Token::Cut)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> Result<(), S::Error> {
        while self.source.peek()?.is_some_and(&wanted) {
            self.take()?;
        }
        Ok(())
    }

    fn take(&mut self) -> Result<Option<char>, S::Error> {
        let next = self.source.peek()?;
        if let Some(char) = next {
            self.text.push(char);
            self.source.advance();
        }
        Ok(next)
    }
}

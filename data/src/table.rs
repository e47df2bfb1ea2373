//! csv files (RFC 4180) as tables: columns that are numbers or texts.

use csv::{ErrorKind, Reader, ReaderBuilder, StringRecord, Trim, WriterBuilder};

use crate::Outcome;

/// How a csv file is read.
#[derive(Debug, Clone)]
pub struct TableOptions {
    /// Whether the first row has the names of the columns.
    pub header: bool,
    /// What separates fields.
    pub separator: u8,
    /// Names of columns that are texts even if all their fields are numbers.
    pub texts: Vec<String>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The names of the columns; they are `1`, `2`, ... if the file does not say.
    pub names: Vec<String>,
    /// The columns.
    pub columns: Vec<Column>,
    /// The line at which each row begins, from 1 on.
    pub lines: Vec<u64>,
}

/// A column.
#[derive(Debug, Clone, PartialEq)]
pub enum Column {
    /// All fields are numbers; those that are empty are NaN.
    Numbers(Vec<f64>),
    /// The fields, and the index of the first that is no number.
    Texts(Vec<String>, usize),
}

/// The number of a field: a decimal number, `inf`, `nan` in any case; an empty field and `NA` are NaN.
pub fn number(field: &str) -> Option<f64> {
    match field.trim() {
        "" | "NA" => Some(f64::NAN),
        text => text.parse().ok(),
    }
}

/// Reads a table. Rows need equal numbers of fields; empty lines do not count. It is read twice, so that only what it
/// comes to is held in memory, which must be at most `limit` bytes.
pub fn read_csv(bytes: &[u8], options: &TableOptions, limit: usize) -> Outcome<Table> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut names: Vec<String> = Vec::new();
    if options.header {
        let header = reader(bytes, options).headers().cloned().map_err(|error| message(&error, bytes))?;
        names = header.iter().map(str::to_owned).collect();
    }
    // For each column the first row that is no number, and the length of all texts.
    let mut found: Vec<(Option<usize>, usize)> = vec![(None, 0); names.len()];
    let mut rows = 0;
    for_each_record(bytes, options, |_, record| {
        if names.is_empty() {
            names = (1..=record.len()).map(|column| column.to_string()).collect();
            found = vec![(None, 0); names.len()];
        }
        for (field, (first, length)) in record.iter().zip(&mut found) {
            if first.is_none() && number(field).is_none() {
                *first = Some(rows);
            }
            *length += field.len();
        }
        rows += 1;
    })?;
    for (name, (first, _)) in names.iter().zip(&mut found) {
        *first = if options.texts.contains(name) { Some(0) } else { *first };
    }
    let size = |(first, length): &(Option<usize>, usize)| match first {
        Some(_) => rows * size_of::<String>() + length,
        None => rows * size_of::<f64>(),
    };
    let size = rows * size_of::<u64>() + found.iter().map(size).sum::<usize>();
    if size > limit {
        return Err(format!("the table takes {size} bytes, for which there is no room"));
    }
    let column = |(first, _)| match first {
        Some(first) => Column::Texts(Vec::with_capacity(rows), first),
        None => Column::Numbers(Vec::with_capacity(rows)),
    };
    let mut columns: Vec<Column> = found.into_iter().map(column).collect();
    let mut lines = Vec::with_capacity(rows);
    for_each_record(bytes, options, |line, record| {
        lines.push(line);
        for (column, field) in columns.iter_mut().zip(record) {
            match column {
                Column::Numbers(numbers) => numbers.extend(number(field)),
                Column::Texts(texts, _) => texts.push(field.to_owned()),
            }
        }
    })?;
    Ok(Table { names, columns, lines })
}

fn reader<'a>(bytes: &'a [u8], options: &TableOptions) -> Reader<&'a [u8]> {
    let mut builder = ReaderBuilder::new();
    builder.has_headers(options.header).delimiter(options.separator).trim(Trim::Headers).from_reader(bytes)
}

/// Calls `visit` with the line and the fields of each row.
fn for_each_record(bytes: &[u8], options: &TableOptions, mut visit: impl FnMut(u64, &StringRecord)) -> Outcome<()> {
    let (mut reader, mut record) = (reader(bytes, options), StringRecord::new());
    let mut place = Place { bytes, offset: 0, line: 1 };
    while reader.read_record(&mut record).map_err(|error| message(&error, bytes))? {
        visit(place.line_of(record.position()), &record);
    }
    Ok(())
}

/// Counts lines from record to record. The reader's own count is off by line ends that it has not passed yet.
struct Place<'a> {
    bytes: &'a [u8],
    offset: usize,
    line: u64,
}

impl Place<'_> {
    /// The line at which the first field of a record stands; records come in order.
    fn line_of(&mut self, position: Option<&csv::Position>) -> u64 {
        let start = position.map_or(0, csv::Position::byte) as usize;
        let rest = self.bytes.get(start..).unwrap_or_default();
        let start = start + rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let passed = self.bytes.get(self.offset..start).unwrap_or_default();
        self.line += passed.iter().filter(|byte| **byte == b'\n').count() as u64;
        self.offset = self.offset.max(start);
        self.line
    }
}

fn message(error: &csv::Error, bytes: &[u8]) -> String {
    let line = Place { bytes, offset: 0, line: 1 }.line_of(error.position());
    match error.kind() {
        ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("line {line} has {len} fields, where the first row has {expected_len}")
        }
        ErrorKind::Utf8 { err, .. } => format!("line {line}, column {}: the field is not UTF-8", err.field() + 1),
        _ => format!("line {line}: {error}"),
    }
}

/// Writes rows of fields, quoted where they need to be; lines end with a newline.
pub fn write_csv(rows: impl Iterator<Item = Vec<String>>, separator: u8) -> Outcome<Vec<u8>> {
    let mut writer = WriterBuilder::new().delimiter(separator).flexible(true).from_writer(Vec::new());
    for row in rows {
        writer.write_record(&row).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn options(header: bool) -> TableOptions {
        TableOptions { header, separator: b',', texts: vec!["zip".to_owned()] }
    }

    #[test]
    fn columns_have_types() {
        let text = "name, size ,zip\r\n\"a,\"\"b\"\"\",1.5,007\nb,,8\n\n\"c\nd\",1e3,9\ne,nan,1\n";
        let table = read_csv(text.as_bytes(), &options(true), 1000).unwrap();
        assert_eq!(table.names, ["name", "size", "zip"]);
        let names = ["a,\"b\"", "b", "c\nd", "e"].map(str::to_owned).to_vec();
        assert_eq!(table.columns[0], Column::Texts(names, 0));
        let Column::Numbers(sizes) = &table.columns[1] else { panic!() };
        assert_eq!((sizes[0], sizes[2], sizes[1].is_nan(), sizes[3].is_nan()), (1.5, 1000.0, true, true));
        assert!(matches!(&table.columns[2], Column::Texts(fields, 0) if fields[0] == "007"));
        assert_eq!(table.lines, [2, 3, 5, 7]);
    }

    #[test]
    fn files_without_names() {
        let table = read_csv(b"1,2\n3,x\n", &options(false), 1000).unwrap();
        assert_eq!(table.names, ["1", "2"]);
        assert_eq!(table.columns[1], Column::Texts(vec!["2".to_owned(), "x".to_owned()], 1));
        assert_eq!(read_csv(b"", &options(true), 1000).unwrap().columns.len(), 0);
    }

    #[test]
    fn errors_have_places() {
        let error = |text: &[u8]| read_csv(text, &options(true), 1000).unwrap_err();
        assert_eq!(error(b"a,b\n1,2\n3\n"), "line 3 has 1 fields, where the first row has 2");
        assert_eq!(error(b"a,b\n1,2\n3,\xFF\n"), "line 3, column 2: the field is not UTF-8");
        let zeros = b"0\n".repeat(100);
        let found = read_csv(&zeros, &options(false), 1000).unwrap_err();
        assert_eq!(found, "the table takes 1600 bytes, for which there is no room");
    }

    #[test]
    fn written_rows_are_read() {
        let row = |fields: &[&str]| fields.iter().map(|field| (*field).to_owned()).collect::<Vec<_>>();
        let rows = [row(&["x", "y"]), row(&["a,b", "\"q\"\n"]), row(&["", "2"])];
        let bytes = write_csv(rows.into_iter(), b',').unwrap();
        assert_eq!(bytes, b"x,y\n\"a,b\",\"\"\"q\"\"\n\"\n,2\n");
        assert_eq!(read_csv(&bytes, &options(true), 1000).unwrap().lines, [2, 4]);
    }
}

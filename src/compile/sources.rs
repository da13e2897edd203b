//! Sources: files, keys, periods, formats.

use super::Compiler;
use super::entities::entity_position;
use crate::data::{GlobError, file_fields};
use crate::diag::{Code, Diagnostic, similar};
use crate::files::Span;
use crate::ir::{self, SourceId};
use crate::syntax::ast::{self, DeclarationKind};
use crate::types::{Column, ColumnId, CsvFormat, Encoding, Labels, Schema, Type};

/// A source while it is compiled: an institution's extract, or rows computed from others.
pub(super) struct SourceEntry<'a> {
    pub(super) name: ast::Name,
    /// The declaration of an institution's extract; none for computed rows.
    pub(super) ast: Option<&'a ast::Source>,
    pub(super) rows: ir::Rows,
    /// Whether rules can not name it: the rows of a comparison and their like.
    pub(super) hidden: bool,
    pub(super) schema: Schema,
    /// Where each column is declared; file fields have no place of their own.
    pub(super) column_spans: Vec<Span>,
    /// Columns whose declaration is in error: what reads them stays silent.
    pub(super) broken: Vec<ColumnId>,
    pub(super) key: Vec<ColumnId>,
    pub(super) period: Option<ColumnId>,
    pub(super) span: Span,
    pub(super) title: Labels,
    pub(super) owner: Labels,
    pub(super) csv: CsvFormat,
}

impl SourceEntry<'_> {
    /// Rows that are computed; columns, key and the like are still to be given.
    pub(super) fn computed(name: ast::Name, rows: ir::Rows) -> Self {
        SourceEntry {
            span: name.span,
            name,
            ast: None,
            rows,
            hidden: false,
            schema: Schema::default(),
            column_spans: Vec::new(),
            broken: Vec::new(),
            key: Vec::new(),
            period: None,
            title: Labels::new(),
            owner: Labels::new(),
            csv: CsvFormat::default(),
        }
    }

    pub(super) fn to_ir(&self) -> ir::Source {
        let globs = self.ast.iter().flat_map(|ast| &ast.files);
        let basis = self.ast.iter().flat_map(|ast| &ast.basis);
        ir::Source {
            name: self.name.value.clone(),
            rows: self.rows.clone(),
            title: self.title.clone(),
            owner: self.owner.clone(),
            files: globs.map(|glob| glob.value.clone()).collect(),
            key: self.key.clone(),
            period: self.period,
            schema: self.schema.clone(),
            csv: self.csv.clone(),
            observes: self.ast.and_then(|ast| ast.observes.as_ref()).map(observes),
            basis: basis.map(|(name, entry)| (name.value.clone(), entry.value.clone())).collect(),
            definitions: Vec::new(),
            span: self.span,
        }
    }

    /// How its CSV files are written.
    pub(super) fn csv(&self) -> &CsvFormat {
        &self.csv
    }

    /// Whether it is a table of the standard.
    pub(super) fn is_rule_table(&self) -> bool {
        self.ast.is_some_and(|ast| ast.from.is_some())
    }

    /// Where a column is declared.
    pub(super) fn column_span(&self, id: ColumnId) -> Span {
        self.column_spans.get(id.index()).copied().unwrap_or(self.name.span)
    }
}

impl<'a> Compiler<'a> {
    /// Builds every source's columns and clauses; its generated rules come later.
    pub(super) fn declare_sources(&mut self, declarations: &'a [ast::Declaration]) {
        for declaration in declarations {
            if let DeclarationKind::Source(source) = &declaration.kind {
                self.declare_source(source);
            }
        }
    }

    fn declare_source(&mut self, ast: &'a ast::Source) {
        for (clause, first, second) in &ast.repeated {
            self.repeated(clause, *first, *second);
        }
        let (schema, broken) = self.schema(ast);
        let key =
            ast.key.iter().filter_map(|name| self.source_column(ast, &schema, name)).collect::<Vec<_>>();
        for id in &key {
            self.check_key_column(ast, &schema, *id);
        }
        let period = ast.period.as_ref().and_then(|name| self.period_column(ast, &schema, name));
        if ast.files.is_empty() && ast.from.is_none() {
            let diagnostic =
                Diagnostic::new(Code::MissingClause, ast.name.span).with("name", ast.name.value.clone());
            self.report(
                diagnostic.with("clause", "files").with("write", "files \"folder/*.parquet\"").help("write"),
            );
        }
        let entry = SourceEntry {
            name: ast.name.clone(),
            ast: Some(ast),
            rows: ir::Rows::Files,
            hidden: false,
            schema,
            column_spans: ast.columns.iter().map(|column| column.name.span).collect(),
            broken,
            key,
            period,
            span: ast.name.span,
            title: self.labels(&ast.title),
            owner: self.labels(&ast.owner),
            csv: self.csv_format(ast),
        };
        self.sources.push(entry);
    }

    pub(super) fn schema(&mut self, ast: &ast::Source) -> (Schema, Vec<ColumnId>) {
        let mut columns: Vec<Column> = Vec::new();
        let mut broken = Vec::new();
        for column in &ast.columns {
            if let Some(first) = ast.columns.iter().find(|other| other.name.value == column.name.value)
                && first.name.span != column.name.span
            {
                let diagnostic = Diagnostic::new(Code::DuplicateDeclaration, column.name.span);
                let diagnostic =
                    diagnostic.with("name", column.name.value.clone()).label("first", first.name.span);
                self.report(diagnostic.help("rename"));
            }
            if let Some(parameter) =
                self.parameters.iter().find(|parameter| parameter.name == column.name.value)
            {
                let (first, name) = (parameter.span, column.name.value.clone());
                let diagnostic = Diagnostic::new(Code::AmbiguousName, column.name.span).with("name", name);
                self.report(diagnostic.label("first", first).help("rename"));
            }
            let id = ColumnId(u32::try_from(columns.len()).expect("fewer than 2^32 columns"));
            match self.column(column, &ast.columns) {
                Some(column) => columns.push(column),
                None => {
                    broken.push(id);
                    columns.push(Column::new(&column.name.value, Type::Missing));
                }
            }
        }
        let names: Vec<(String, Span)> =
            ast.columns.iter().map(|c| (c.name.value.clone(), c.name.span)).collect();
        self.report_alike(&names);
        self.add_file_fields(ast, &mut columns);
        (Schema::new(columns), broken)
    }

    /// Fields of the files' names become columns `file.FIELD`.
    fn add_file_fields(&mut self, ast: &ast::Source, columns: &mut Vec<Column>) {
        for glob in &ast.files {
            match file_fields(&glob.value) {
                Ok(fields) => {
                    for (field, type_name) in fields {
                        self.add_file_field(glob, &field, &type_name, columns);
                    }
                }
                Err(GlobError::Absolute | GlobError::Parent { .. }) => {
                    let diagnostic =
                        Diagnostic::new(Code::InvalidPath, glob.span).with("path", glob.value.clone());
                    self.report(diagnostic.help("form"));
                }
                Err(error) => {
                    let diagnostic =
                        Diagnostic::new(Code::InvalidGlob, glob.span).with("glob", glob.value.clone());
                    self.report(diagnostic.with("reason", error.to_string()).help("form"));
                }
            }
        }
    }

    fn add_file_field(&mut self, glob: &ast::Text, field: &str, type_name: &str, columns: &mut Vec<Column>) {
        let name = format!("file.{field}");
        if columns.iter().any(|column| column.name == name) {
            return;
        }
        match Self::plain_type(type_name) {
            Some(ty) => {
                columns.push(Column { optional: true, from_file_name: true, ..Column::new(&name, ty) })
            }
            None => self.report_unknown_type(&ast::Name { value: type_name.to_owned(), span: glob.span }),
        }
    }

    fn source_column(&mut self, ast: &ast::Source, schema: &Schema, name: &ast::Name) -> Option<ColumnId> {
        let found = schema.find(&name.value);
        if found.is_none() {
            self.report_unknown_column(&ast.name, schema, name);
        }
        found
    }

    /// Says that a source has no column of a name.
    pub(super) fn report_unknown_column(&mut self, source: &ast::Name, schema: &Schema, name: &ast::Name) {
        let near =
            similar(&name.value, schema.iter().map(|(_, column)| column.name.as_str())).map(str::to_owned);
        let diagnostic = Diagnostic::new(Code::UnknownColumn, name.span)
            .with("column", name.value.clone())
            .with("source", source.value.clone())
            .label("subject", source.span);
        let diagnostic = match &near {
            Some(near) => diagnostic.fix(name.span, near),
            None => diagnostic,
        };
        self.report(diagnostic.similar(near.as_deref()));
    }

    fn check_key_column(&mut self, ast: &ast::Source, schema: &Schema, id: ColumnId) {
        let column = schema.column(id);
        if column.optional && !column.from_file_name {
            let name = &ast.key[ast.key.iter().position(|name| name.value == column.name).unwrap_or(0)];
            let declared = ast.columns[id.index()].ty.span;
            let diagnostic =
                Diagnostic::new(Code::OptionalKey, name.span).with("column", column.name.clone());
            self.report(diagnostic.label("declared", declared).help("remove"));
        }
    }

    fn period_column(&mut self, ast: &ast::Source, schema: &Schema, name: &ast::Name) -> Option<ColumnId> {
        let id = self.source_column(ast, schema, name)?;
        let ty = &schema.column(id).ty;
        if !matches!(ty, Type::Date | Type::Timestamp | Type::Period(_) | Type::Missing) {
            let found = self.type_text(ty);
            let diagnostic =
                Diagnostic::new(Code::TypeMismatch, name.span).with("expected", "date, month, quarter, year");
            let declared = ast.columns.get(id.index()).map_or(name.span, |column| column.ty.span);
            self.report(diagnostic.with("found", found).label("declared", declared));
            return None;
        }
        Some(id)
    }

    fn csv_format(&mut self, ast: &ast::Source) -> CsvFormat {
        let mut csv = CsvFormat::default();
        let Some(format) = &ast.format else { return csv };
        if format.kind.value != "csv" {
            self.invalid_format(&format.kind, "csv");
        }
        if let Some(text) = &format.delimiter {
            match text.value.as_bytes() {
                [byte] if byte.is_ascii() && !matches!(byte, b'"' | b'\n' | b'\r') => csv.delimiter = *byte,
                _ if text.value == "\\t" || text.value == "tab" => csv.delimiter = b'\t',
                _ => self.invalid_format(text, "\",\" \";\" \"|\" \"tab\""),
            }
        }
        if let Some(text) = &format.decimal {
            match text.value.as_str() {
                "." => csv.decimal = '.',
                "," => csv.decimal = ',',
                _ => self.invalid_format(text, "\".\" \",\""),
            }
        }
        if let Some(text) = &format.encoding {
            match text.value.to_ascii_lowercase().as_str() {
                "utf-8" | "utf8" => csv.encoding = Encoding::Utf8,
                "windows-1252" => csv.encoding = Encoding::Windows1252,
                "windows-1256" => csv.encoding = Encoding::Windows1256,
                _ => self.invalid_format(text, "\"utf-8\" \"windows-1252\" \"windows-1256\""),
            }
        }
        csv
    }

    fn invalid_format(&mut self, found: &ast::Text, expected: &str) {
        let diagnostic = Diagnostic::new(Code::InvalidFormat, found.span).with("found", found.value.clone());
        self.report(diagnostic.with("expected", expected));
    }

    /// The id of a source.
    pub(super) fn find_source(&self, name: &str) -> Option<SourceId> {
        let position = self.sources.iter().position(|source| !source.hidden && source.name.value == name)?;
        Some(SourceId(u32::try_from(position).expect("fewer than 2^32 sources")))
    }

    /// A source by its id.
    pub(super) fn source(&self, id: SourceId) -> &SourceEntry<'a> {
        match entity_position(id) {
            Some(entity) => &self.entities[entity].shape,
            None => &self.sources[id.0 as usize],
        }
    }

    /// The source that a rule or a definition is on; says so when there is none.
    pub(super) fn subject(&mut self, name: &ast::Name) -> Option<SourceId> {
        if let Some(id) = self.find_source(&name.value) {
            if !self.source(id).is_rule_table() {
                return Some(id);
            }
            let declared = self.source(id).name.span;
            let diagnostic = Diagnostic::new(Code::RuleTableJudged, name.span);
            self.report(
                diagnostic.with("name", name.value.clone()).label("declared", declared).help("files"),
            );
            return None;
        }
        if matches!(
            self.declared.get(&name.value),
            Some((_, super::names::Kind::Table | super::names::Kind::Entity | super::names::Kind::Source))
        ) {
            return None;
        }
        let known = self.sources.iter().filter(|source| !source.hidden);
        let near = similar(&name.value, known.map(|source| source.name.value.as_str())).map(str::to_owned);
        let mut diagnostic =
            Diagnostic::new(Code::UnknownSubject, name.span).with("name", name.value.clone());
        if let Some(near) = &near {
            diagnostic = diagnostic.fix(name.span, near);
        } else {
            diagnostic = diagnostic.help("declare");
        }
        self.report(diagnostic.similar(near.as_deref()));
        None
    }

    /// Says that a clause stands twice.
    pub(super) fn repeated(&mut self, clause: &'static str, first: Span, second: Span) {
        self.report(
            Diagnostic::new(Code::RepeatedClause, second).with("clause", clause).label("first", first),
        );
    }
}

fn observes(written: &ast::Observes) -> ir::Observes {
    let kind = match written.kind.value {
        ast::Observation::Stock => ir::Observation::Stock,
        ast::Observation::Flow => ir::Observation::Flow,
        ast::Observation::Event => ir::Observation::Event,
    };
    ir::Observes { kind, of: written.of.value.clone() }
}

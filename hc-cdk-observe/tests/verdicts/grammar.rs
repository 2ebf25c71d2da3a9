//! As much of the grammar of Prometheus' and CloudWatch's expressions as is written.

/// An expression.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Number(f64),
    /// A series with its labels, or a metric of CloudWatch.
    Name(String, Vec<(String, String, String)>),
    /// A function or an aggregation, the labels that it is by, and its arguments.
    Call(String, Vec<String>, Vec<Node>),
    /// What was there so many seconds ago.
    Offset(Box<Node>, i64),
    /// Values over so many seconds, and every how many of them it is asked.
    Range(Box<Node>, i64, Option<i64>),
    /// An operator, what is said behind it (`on` no labels, or `bool`), and its two sides.
    Both(String, &'static str, Box<Node>, Box<Node>),
}

pub(crate) fn parse(text: &str) -> Node {
    let mut parser = Parser { tokens: tokens(text), at: 0 };
    let node = parser.binary(0);
    assert_eq!(parser.at, parser.tokens.len(), "`{text}` goes on behind its end: {:?}", parser.tokens);
    node
}

/// Operators by how tightly they bind.
const OPERATORS: [&[&str]; 5] = [&["or"], &["and", "unless"], &[">", "<", ">="], &["+", "-"], &["*", "/"]];

struct Parser {
    tokens: Vec<String>,
    at: usize,
}

impl Parser {
    fn peek(&self) -> &str {
        self.tokens.get(self.at).map_or("", String::as_str)
    }

    fn next(&mut self) -> String {
        self.at += 1;
        self.tokens[self.at - 1].clone()
    }

    fn eat(&mut self, token: &str) -> bool {
        let found = self.peek() == token;
        self.at += usize::from(found);
        found
    }

    fn wants(&mut self, token: &str) {
        assert!(self.eat(token), "`{token}` is missing before `{}`", self.peek());
    }

    fn binary(&mut self, level: usize) -> Node {
        let Some(operators) = OPERATORS.get(level) else { return self.unary() };
        let mut left = self.binary(level + 1);
        while operators.contains(&self.peek()) {
            let operator = self.next();
            let mut said = if self.eat("bool") { "bool" } else { "" };
            if self.eat("on") {
                self.wants("(");
                self.wants(")");
                said = "on";
            }
            let right = self.binary(level + 1);
            left = Node::Both(operator, said, Box::new(left), Box::new(right));
        }
        left
    }

    fn unary(&mut self) -> Node {
        if self.eat("-") {
            let Node::Number(number) = self.unary() else { panic!("only numbers are negative") };
            return Node::Number(-number);
        }
        let mut node = self.primary();
        while self.eat("[") {
            let (range, step) = (span(&self.next()), self.eat(":").then(|| span(&self.next())));
            self.wants("]");
            node = Node::Range(Box::new(node), range, step);
        }
        if self.eat("offset") {
            node = Node::Offset(Box::new(node), span(&self.next()));
        }
        node
    }

    fn primary(&mut self) -> Node {
        if self.eat("(") {
            let node = self.binary(0);
            self.wants(")");
            return node;
        }
        let name = self.next();
        if let Ok(number) = name.parse::<f64>() {
            return Node::Number(number);
        }
        let by = if self.eat("by") { self.labels() } else { Vec::new() };
        if self.eat("(") {
            let mut arguments = Vec::new();
            while !self.eat(")") {
                arguments.push(self.binary(0));
                self.eat(",");
            }
            return Node::Call(name, by, arguments);
        }
        let mut matchers = Vec::new();
        if self.eat("{") {
            while !self.eat("}") {
                let (label, operator, value) = (self.next(), self.next(), self.next());
                matchers.push((label, operator, value.trim_matches('"').to_owned()));
                self.eat(",");
            }
        }
        Node::Name(name, matchers)
    }

    fn labels(&mut self) -> Vec<String> {
        self.wants("(");
        let mut labels = Vec::new();
        while !self.eat(")") {
            labels.push(self.next());
            self.eat(",");
        }
        labels
    }
}

/// Seconds of `90s`, `5m` or `1h`.
fn span(text: &str) -> i64 {
    let (number, unit) = text.split_at(text.len() - 1);
    number.parse::<i64>().unwrap()
        * match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            _ => panic!("`{text}` is no time"),
        }
}

fn tokens(text: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    let mut depth = 0;
    while let Some(first) = rest.chars().next() {
        depth += i32::from(first == '[') - i32::from(first == ']');
        // Names of recorded series have colons, and times of subqueries have one between them.
        let word = |it: char| it.is_ascii_alphanumeric() || matches!(it, '_' | '.') || it == ':' && depth == 0;
        let length = if word(first) {
            rest.find(|it| !word(it)).unwrap_or(rest.len())
        } else if first == '"' {
            rest[1..].find('"').unwrap() + 2
        } else if [">=", "=~", "!~"].iter().any(|it| rest.starts_with(it)) {
            2
        } else {
            1
        };
        tokens.push(rest[..length].to_owned());
        rest = rest[length..].trim_start();
    }
    tokens
}

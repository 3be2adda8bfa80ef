/// Finds statements in SQL by their shape: keywords in their places with names between them. A sentence that begins with
/// "select" and has a "from" is none.
struct SQLReader {
    private enum Kind {
        case word
        case symbol
    }

    private struct Token {
        var kind: Kind
        var range: Range<Int>
        /// In small letters; empty for words of more than 24 letters.
        var text: String
        var isUpper: Bool
        var isLineStart: Bool
    }

    /// How many tokens a statement's beginning may have.
    private static let longest = 64
    private static let verbs: Set<String> = [
        "select", "insert", "update", "delete", "create", "drop", "alter", "truncate",
    ]
    /// Words that stand before nouns of prose, where a statement has a name.
    private static let articles: Set<String> = [
        "the", "a", "an", "this", "that", "these", "those", "your", "our", "my", "their", "its", "any", "all", "each",
        "which",
        "of", "it", "here", "there", "one", "us", "them",
    ]
    /// Words that may stand beside another word in a list of columns.
    private static let between: Set<String> = [
        "distinct", "all", "top", "as", "case", "when", "then", "else", "end", "and", "or", "not", "over", "partition",
        "by",
        "order", "null", "is", "in", "between", "interval", "desc", "asc",
    ]
    private static let clauses: Set<String> = [
        "where", "join", "inner", "left", "right", "group", "order", "limit", "union",
    ]
    private static let types: Set<String> = [
        "int", "integer", "bigint", "smallint", "serial", "text", "varchar", "char", "nvarchar", "date", "datetime",
        "timestamp", "boolean", "bool", "decimal", "numeric", "float", "real", "uuid", "json", "jsonb", "blob",
    ]

    private var tokens: [Token] = []

    /// The statements that begin in a range of a text, each as far as its shape was read.
    static func statements(in text: Span<UInt8>, _ range: Range<Int>) -> [Range<Int>] {
        var reader = SQLReader()
        var found: [Range<Int>] = []
        // Tokens are kept for one statement alone: what is read is a window over the text.
        var index = range.lowerBound
        var isLineStart = true
        var pending: [Token] = []
        func decide() {
            guard let first = pending.first else { return }
            reader.tokens = pending
            if let end = reader.statementEnd() { found.append(first.range.lowerBound..<end) }
            pending.removeAll(keepingCapacity: true)
        }
        while index < range.upperBound {
            guard let token = token(text, from: &index, to: range.upperBound, &isLineStart) else { break }
            if token.kind == .word, verbs.contains(token.text), !(pending.count == 1 && pending[0].text == "alter") {
                // `create … as select` and `insert … select` are decided by their first word.
                let begins = pending.isEmpty || token.isLineStart || pending.last?.text == ";"
                if begins {
                    decide()
                } else if pending.count < longest {
                    pending.append(token)
                    continue
                }
                pending = [token]
            } else if !pending.isEmpty {
                if pending.count < longest { pending.append(token) }
                if token.text == ";" || pending.count == longest { decide() }
            }
        }
        decide()
        return found
    }

    private static func token(
        _ text: Span<UInt8>,
        from index: inout Int,
        to end: Int,
        _ isLineStart: inout Bool
    ) -> Token? {
        while index < end, text[index] <= 0x20 {
            if text[index] == UInt8(ascii: "\n") { isLineStart = true }
            index &+= 1
        }
        guard index < end else { return nil }
        let start = index
        let first = text[index]
        let wasLineStart = isLineStart
        defer { isLineStart = first == UInt8(ascii: "`") || first == UInt8(ascii: "(") || first == UInt8(ascii: ">") }
        guard isWord(first) else {
            index &+= first < 0x80 ? 1 : UTF8Scalar(text, at: index).length
            let symbol = first < 0x80 ? String(UnicodeScalar(first)) : "?"
            return Token(kind: .symbol, range: start..<index, text: symbol, isUpper: false, isLineStart: wasLineStart)
        }
        var letters: [UInt8] = []
        var isUpper = true
        while index < end, isWord(text[index]) {
            let byte = text[index]
            if byte &- UInt8(ascii: "a") < 26 { isUpper = false }
            if letters.count < 25 { letters.append(byte &- UInt8(ascii: "A") < 26 ? byte | 0x20 : byte) }
            index &+= 1
        }
        let word = letters.count < 25 ? String(decoding: letters, as: UTF8.self) : ""
        return Token(kind: .word, range: start..<index, text: word, isUpper: isUpper, isLineStart: wasLineStart)
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10 || byte == UInt8(ascii: "_")
    }

    // MARK: Shapes

    private func word(_ index: Int) -> String {
        tokens.indices.contains(index) && tokens[index].kind == .word ? tokens[index].text : ""
    }

    private func symbol(_ index: Int) -> String {
        tokens.indices.contains(index) && tokens[index].kind == .symbol ? tokens[index].text : ""
    }

    private func isUpper(_ index: Int) -> Bool { tokens.indices.contains(index) && tokens[index].isUpper }

    /// Behind a name with quotes, brackets and parts; `nil` where none begins.
    private func name(from start: Int) -> Int? {
        var index = start
        while true {
            let quote = symbol(index)
            if quote == "\"" || quote == "`" || quote == "[" {
                guard !word(index + 1).isEmpty else { return nil }
                index += 3
            } else {
                let isNamed = Self.clauses.contains(word(index + 1)) || symbol(index + 1) == "."
                guard !word(index).isEmpty, isNamed || !Self.articles.contains(word(index)) else { return nil }
                index += 1
            }
            guard symbol(index) == "." else { return min(index, tokens.count) }
            // A dot that ends a sentence begins no part of a name.
            guard index + 1 < tokens.count, tokens[index].range.upperBound == tokens[index + 1].range.lowerBound else {
                return index
            }
            index += 1
        }
    }

    /// Where the statement that the tokens begin with ends, as far as it was read; `nil` where they begin none.
    private func statementEnd() -> Int? {
        guard let first = tokens.first, first.isUpper || first.isLineStart else { return nil }
        let end: Int?
        switch first.text {
        case "select": end = select()
        case "insert": end = insert()
        case "update": end = update()
        case "delete": end = delete()
        case "create": end = create()
        case "drop", "alter", "truncate": end = change(first.text)
        default: end = nil
        }
        return end.map { tokens[min($0, tokens.count) - 1].range.upperBound }
    }

    private func select() -> Int? {
        var depth = 0
        var signals = 0
        var index = 1
        var hasComma = false
        while index < tokens.count {
            let token = tokens[index]
            if token.kind == .symbol {
                switch token.text {
                case "(":
                    depth += 1
                    if !word(index - 1).isEmpty, tokens[index - 1].range.upperBound == token.range.lowerBound {
                        signals += 1
                    }
                case ")": depth -= 1
                case "*": signals += 2
                case ",": hasComma = true
                case ";", "?", "!", ":": return nil
                default: break
                }
            } else if depth == 0, token.text == "from" {
                break
            } else if !word(index - 1).isEmpty, index > 1, !Self.between.contains(token.text),
                !Self.between.contains(word(index - 1))
            {
                return nil
            }
            index += 1
        }
        guard index > 1, index < tokens.count, depth == 0 else { return nil }
        let isUpper = isUpper(0) && isUpper(index)
        let behind: Int
        if symbol(index + 1) == "(" {
            behind = index + 1
        } else {
            guard let end = name(from: index + 1) else { return nil }
            behind = end
        }
        if hasComma { signals += 1 }
        if symbol(behind) == ";" { signals += 2 }
        if Self.clauses.contains(word(behind)) || Self.clauses.contains(word(behind + 1)) { signals += 1 }
        // In prose the sentence goes on.
        let next = word(behind)
        let isEnded =
            next.isEmpty || Self.clauses.contains(next) || next == "as" || word(behind + 1).isEmpty
            || Self.clauses.contains(word(behind + 1)) || (behind < tokens.count && tokens[behind].isLineStart)
        return isUpper && isEnded || signals >= 2 ? behind : nil
    }

    private func insert() -> Int? {
        guard word(1) == "into", let end = name(from: 2) else { return nil }
        if word(end) == "values", symbol(end + 1) == "(" { return end + 1 }
        if word(end) == "select", isUpper(end) { return end + 1 }
        guard symbol(end) == "(" else { return nil }
        let closing = tokens[end...].firstIndex { $0.text == ")" && $0.kind == .symbol } ?? tokens.count
        let follows = word(closing + 1)
        return follows == "values" || follows == "select" ? closing + 1 : nil
    }

    private func update() -> Int? {
        guard let end = name(from: 1), word(end) == "set" || word(end + 1) == "set" else { return nil }
        let set = word(end) == "set" ? end : end + 1
        guard let column = name(from: set + 1), symbol(column) == "=" else { return nil }
        return column + 1
    }

    private func delete() -> Int? {
        guard word(1) == "from", let end = name(from: 2) else { return nil }
        if symbol(end) == ";" { return end + 1 }
        guard word(end) == "where", let column = name(from: end + 1) else {
            return isUpper(0) && isUpper(1) && (end >= tokens.count || tokens[end].isLineStart) ? end : nil
        }
        let isCompared = ["=", "<", ">", "!"].contains(symbol(column)) || ["in", "is", "like"].contains(word(column))
        return isCompared ? column + 1 : nil
    }

    private func create() -> Int? {
        var index = 1
        let options: Set<String> = ["or", "replace", "temp", "temporary", "unique", "materialized", "external"]
        while options.contains(word(index)) { index += 1 }
        let objects: Set<String> = ["table", "index", "view", "function", "procedure", "database", "trigger", "schema"]
        guard objects.contains(word(index)) else { return nil }
        let isUpper = isUpper(0) && isUpper(index)
        index += 1
        while ["if", "not", "exists"].contains(word(index)) { index += 1 }
        guard let end = name(from: index) else { return nil }
        if isUpper { return ["(", ";"].contains(symbol(end)) || ["as", "on"].contains(word(end)) ? end + 1 : nil }
        guard symbol(end) == "(" else { return symbol(end) == ";" ? end + 1 : nil }
        return Self.types.contains(word(end + 2)) ? end + 3 : nil
    }

    private func change(_ verb: String) -> Int? {
        guard ["table", "database", "view", "index", "schema", "column"].contains(word(1)) else { return nil }
        let isUpper = isUpper(0) && isUpper(1)
        var index = 2
        while ["if", "exists", "only"].contains(word(index)) { index += 1 }
        guard let end = name(from: index) else { return nil }
        if verb == "alter" {
            guard ["add", "drop", "alter", "rename", "modify", "owner", "set"].contains(word(end)) else { return nil }
            return self.isUpper(end) && isUpper || tokens.last?.text == ";" ? end + 1 : nil
        }
        if symbol(end) == ";" || ["cascade", "restrict"].contains(word(end)) { return end + 1 }
        return isUpper && (end >= tokens.count || tokens[end].isLineStart || symbol(end) == "`") ? end : nil
    }
}

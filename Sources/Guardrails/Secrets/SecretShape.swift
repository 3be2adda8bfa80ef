/// Forms of secrets that are more than a beginning and an alphabet.
enum SecretShape: Sendable, Hashable {
    /// A mark in the middle of a token.
    case around(String)
    case telegram, privateKey, puttyKey, jsonWebToken, urlPassword, bearer, basic, password, genericKey, pin
}

/// Reads secrets at places where a rule's pattern ended.
struct SecretReader {
    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Longer keys in PEM are cut.
    private static let longestKey = 16_384
    private static let tokenSigns = ByteSet.base64URL.union(".~+/=")
    private static let databases: Set<String> = [
        "postgres", "postgresql", "mysql", "mariadb", "mongodb", "mongodb+srv", "redis", "rediss", "amqp", "amqps",
        "mssql",
        "sqlserver", "clickhouse", "oracle", "cockroachdb", "ldap", "ldaps", "smtp", "smtps", "nats", "kafka",
        "couchdb",
        "cassandra", "neo4j", "bolt", "memcached", "snowflake", "postgresql+psycopg2", "postgresql+asyncpg",
        "mysql+pymysql", "cloudinary",
    ]

    /// The secret of a rule whose pattern ended at a place.
    /// - Returns: its bytes; of a finer kind, a name in place of the rule's.
    func secret(_ rule: SecretRule, endingAt end: Int) -> (range: Range<Int>, name: String, score: Double)? {
        switch rule.grammar {
        case .token(let prefix, let alphabet, let length, let entropy):
            guard let range = token(from: end - rule.gate, prefix, alphabet, length),
                isSecret(range.lowerBound + prefix..<range.upperBound, entropy)
            else { return nil }
            return (range, rule.name, rule.score)
        case .assigned(let alphabet, let length, let entropy):
            guard let value = value(behind: end), let start = value.range.first,
                let range = token(from: start, 0, alphabet, length), isSecret(range, entropy)
            else { return nil }
            return (range, rule.name, rule.score)
        case .shape(let shape):
            return self.shape(shape, rule, endingAt: end)
        }
    }

    private func isSecret(_ range: Range<Int>, _ entropy: Double) -> Bool {
        !Placeholder.isOne(bytes[range]) && Entropy.bits(bytes[range]) >= entropy
    }

    /// A token of a length whose letters do not go on at either end.
    private func token(from start: Int, _ prefix: Int, _ alphabet: ByteSet, _ length: ClosedRange<Int>) -> Range<Int>? {
        guard start >= 0, start == 0 || !ByteSet.alphanumerics.contains(bytes[start - 1]) else { return nil }
        let limit = start + prefix + length.upperBound
        var end = start + prefix
        while end < bytes.count, end <= limit, alphabet.contains(bytes[end]) { end += 1 }
        // A full stop or a hyphen at the end is the sentence's.
        while end > start + prefix, bytes[end - 1] == UInt8(ascii: ".") || bytes[end - 1] == UInt8(ascii: "-") {
            end -= 1
        }
        guard length.contains(end - start - prefix) else { return nil }
        return end < bytes.count && ByteSet.alphanumerics.contains(bytes[end]) ? nil : start..<end
    }

    private func shape(_ shape: SecretShape, _ rule: SecretRule, endingAt end: Int) -> (Range<Int>, String, Double)? {
        let range: Range<Int>?
        switch shape {
        case .around(let mark): range = token(around: mark, endingAt: end)
        case .telegram: range = telegramToken(endingAt: end)
        case .privateKey: range = privateKey(endingAt: end)
        case .puttyKey: range = puttyKey(endingAt: end)
        case .jsonWebToken: range = jsonWebToken(endingAt: end)
        case .urlPassword:
            let network = NetworkReader(bytes)
            guard let (user, password) = network.credentials(behind: end), !Placeholder.isOne(bytes[password]) else {
                return nil
            }
            let isDatabase = Self.databases.contains(network.scheme(before: end))
            return isDatabase
                ? (user.lowerBound..<password.upperBound, "connection-string", 0.97)
                : (password, "basic-auth-url", rule.score)
        case .bearer:
            range = token(from: end, 0, Self.tokenSigns, 20...2_000).flatMap { isSecret($0, 3.2) ? $0 : nil }
            if let range, !bytes[range].contains(where: { ByteSet.digits.contains($0) }) { return nil }
        case .basic:
            range = token(from: end, 0, .base64, 12...400).flatMap { isSecret($0, 2.8) ? $0 : nil }
        case .password: range = value(behind: end).flatMap { isPassword($0.range, $0.isQuoted) ? $0.range : nil }
        case .genericKey: range = value(behind: end).flatMap { isKey($0.range) ? $0.range : nil }
        case .pin: range = pin(behind: end)
        }
        return range.map { ($0, rule.name, rule.score) }
    }

    // MARK: Tokens

    private static let aroundSigns = ByteSet.base64URL.union(".~")

    private func token(around mark: String, endingAt end: Int) -> Range<Int>? {
        var start = end
        while start > 0, end - start < 120, Self.aroundSigns.contains(bytes[start - 1]) { start -= 1 }
        var last = end
        while last < bytes.count, last - end < 200, Self.aroundSigns.contains(bytes[last]) { last += 1 }
        while last > end, bytes[last - 1] == UInt8(ascii: ".") { last -= 1 }
        return last - start >= 34 && isSecret(start..<last, 3.5) ? start..<last : nil
    }

    private func telegramToken(endingAt end: Int) -> Range<Int>? {
        var start = end - 34
        guard start >= 0 else { return nil }
        while start > 0, end - start < 60, ByteSet.digits.contains(bytes[start - 1]) { start -= 1 }
        var last = end
        while last < bytes.count, last - end < 10, ByteSet.base64URL.contains(bytes[last]) { last += 1 }
        let digits = bytes[start..<last].prefix { ByteSet.digits.contains($0) }.count
        guard (6...12).contains(digits), (34...37).contains(last - start - digits) else { return nil }
        guard
            start == 0 || !ByteSet.letters.contains(bytes[start - 1])
                || bytes[..<start].suffix(3).elementsEqual("bot".utf8)
        else { return nil }
        return isSecret(start..<last, 3.5) ? start..<last : nil
    }

    private func jsonWebToken(endingAt end: Int) -> Range<Int>? {
        let start = end - 13
        guard start >= 0, start == 0 || !ByteSet.alphanumerics.contains(bytes[start - 1]) else { return nil }
        var (last, dots, lengths) = (start, 0, [0, 0, 0])
        while last < bytes.count, last - start < 8_192 {
            if bytes[last] == UInt8(ascii: "."), dots < 2 {
                dots += 1
            } else if ByteSet.base64URL.contains(bytes[last]) {
                lengths[dots] += 1
            } else {
                break
            }
            last += 1
        }
        guard dots == 2, lengths[0] >= 12, lengths[1] >= 8, lengths[2] >= 16 else { return nil }
        return isSecret(start..<last, 3.2) ? start..<last : nil
    }

    // MARK: Files

    /// From the line of the beginning to that of the end, whatever stands for line ends between.
    private func privateKey(endingAt end: Int) -> Range<Int>? {
        var start = end
        while start > 0, end - start < 60, !bytes[start...].starts(with: "-----BEGIN".utf8) { start -= 1 }
        let limit = min(bytes.count, end + Self.longestKey)
        var last = end
        while last < limit, !bytes[last...].starts(with: "-----END".utf8) { last += 1 }
        let body = bytes[min(end, last)..<last]
        if last < limit {
            // The mark, its words, the hyphens behind it.
            last += 8
            while last < limit, ByteSet.capitals.contains(bytes[last]) || bytes[last] == UInt8(ascii: " ") { last += 1 }
            while last < limit, bytes[last] == UInt8(ascii: "-") { last += 1 }
        }
        let letters = body.count { ByteSet.base64.contains($0) }
        guard letters >= 64, Entropy.bits(body) >= 3.5 else { return nil }
        return start..<last
    }

    /// A key of PuTTY: from its first line to the last of its private lines.
    private func puttyKey(endingAt place: Int) -> Range<Int>? {
        let start = place - "PuTTY-User-Key-File-2:".utf8.count
        guard start >= 0, let lines = bytes[place...].prefix(Self.longestKey).range(of: "Private-Lines:".utf8),
            let body = bytes[lines.upperBound...].prefix(8).firstIndex(of: UInt8(ascii: "\n"))
        else { return nil }
        var end = body
        while end + 1 < bytes.count, end - body < Self.longestKey,
            ByteSet.base64.contains(bytes[end])
                || (bytes[end] == UInt8(ascii: "\n") && ByteSet.base64.contains(bytes[end + 1]))
        {
            end += 1
        }
        if end < bytes.count, ByteSet.base64.contains(bytes[end]) { end += 1 }
        return Entropy.bits(bytes[body..<end]) >= 3.5 ? start..<end : nil
    }

    // MARK: Assignments

    private static let quotes = ByteSet("\"'`")
    private static let valueEnds = ByteSet(" \t\r\n\"'`,;)}]<>|")
    /// Words between a name and its value.
    private static let japaneseSigns = ["は", "が", "「", "『", "：", "を"].map { Array($0.utf8) }

    /// What is assigned behind a name that ended at a place.
    private func value(behind end: Int) -> (range: Range<Int>, isQuoted: Bool)? {
        var place = end
        // The rest of a name: `secretKey`, `password_1`.
        while place < bytes.count, place - end < 24, ByteSet.base64URL.contains(bytes[place]) { place += 1 }
        let nameEnd = place
        var isAssigned = false
        var isQuoted = false
        while place < bytes.count, place - nameEnd < 16 {
            let byte = bytes[place]
            if byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") {
                isAssigned = true
            } else if byte == UInt8(ascii: ">"), isAssigned {
            } else if Self.quotes.contains(byte) || byte == UInt8(ascii: "\\") {
                isQuoted = true
            } else if byte == UInt8(ascii: "("), !isAssigned {
                return nil
            } else if let sign = Self.japaneseSigns.first(where: { bytes[place...].starts(with: $0) }) {
                isAssigned = true
                place += sign.count
                continue
            } else if bytes[place...].starts(with: " is ".utf8) {
                isAssigned = true
                place += 3
                continue
            } else if byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\t") {
                break
            }
            place += 1
        }
        // Forms put nothing but a space between a Japanese name and its value.
        guard isAssigned || (place > nameEnd && nameEnd == end && end >= 3 && bytes[end - 1] >= 0x80) else {
            return nil
        }
        let start = place
        while place < bytes.count, place - start < 1_500, bytes[place] < 0x80, !Self.valueEnds.contains(bytes[place]) {
            place += 1
        }
        // In a query the next parameter follows.
        if let next = bytes[start..<place].firstIndex(of: UInt8(ascii: "&")), next > start {
            let name = bytes[(next + 1)..<place].prefix { ByteSet.base64URL.contains($0) }
            if !name.isEmpty, name.endIndex < place, bytes[name.endIndex] == UInt8(ascii: "=") { place = next }
        }
        while place > start, bytes[place - 1] == UInt8(ascii: ".") || bytes[place - 1] == UInt8(ascii: "\\") {
            place -= 1
        }
        return place > start ? (start..<place, isQuoted) : nil
    }

    /// Whether a value is a password: not a word, a call, a variable or a path.
    private func isPassword(_ range: Range<Int>, _ isQuoted: Bool) -> Bool {
        let value = bytes[range]
        guard (6...128).contains(value.count), !isExpression(value), !Placeholder.isOne(value), !isTechnology(value)
        else {
            return false
        }
        let kinds = kinds(of: value)
        guard kinds.letters, kinds.digits || (kinds.signs && value.count >= 8) else { return false }
        return Entropy.bits(value) >= (value.count < 8 ? 2.2 : 2.4)
    }

    /// What sentences about passwords name: Base64, SHA-256, 1Password. The letters before the digits say it.
    private static let technologies: Set<[UInt8]> = Set(
        [
            "base", "sha", "sha-", "hmac-sha", "md", "aes-", "aes", "rsa-", "rsa", "utf-", "rot", "argon", "pbkdf",
            "wpa",
            "oauth", "saml", "http", "tlsv", "ed", "office", "microsoft", "windows", "sqlserver",
        ]
        .map { Array($0.utf8) }
    )
    private static let passwordManager = Array("1password".utf8)

    private func isTechnology(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.count < 14 else { return false }
        let lowered = value.map { $0 &- UInt8(ascii: "A") < 26 ? $0 | 0x20 : $0 }
        if lowered == Self.passwordManager { return true }
        let stem = lowered.prefix { !ByteSet.digits.contains($0) }
        return lowered.count - stem.count <= 4 && Self.technologies.contains(Array(stem))
            && lowered.dropFirst(stem.count).allSatisfy { ByteSet.digits.contains($0) }
    }

    private func isKey(_ range: Range<Int>) -> Bool {
        let value = bytes[range]
        guard (16...600).contains(value.count), !isExpression(value), !Placeholder.isOne(value) else { return false }
        guard value.allSatisfy({ Self.tokenSigns.contains($0) }) else { return false }
        let kinds = kinds(of: value)
        return kinds.letters && kinds.digits && Entropy.bits(value) >= 3.2
    }

    private func kinds(of value: ArraySlice<UInt8>) -> (letters: Bool, digits: Bool, signs: Bool) {
        var kinds = (letters: false, digits: false, signs: false)
        for byte in value {
            if ByteSet.letters.contains(byte) {
                kinds.letters = true
            } else if ByteSet.digits.contains(byte) {
                kinds.digits = true
            } else if byte != UInt8(ascii: "_"), byte != UInt8(ascii: "-"), byte != UInt8(ascii: ".") {
                kinds.signs = true
            }
        }
        return kinds
    }

    /// Whether it is code that reads a secret from somewhere, a path or an address.
    private func isExpression(_ value: ArraySlice<UInt8>) -> Bool {
        if value.contains(UInt8(ascii: "(")) || value.contains(UInt8(ascii: "[")) || value.first == UInt8(ascii: "/") {
            return true
        }
        if value.first == UInt8(ascii: "{") || value.first == UInt8(ascii: "&") { return true }
        let starts = [
            "process.env", "os.environ", "env.", "ENV[", "http:", "https:", "config.", "settings.", "self.", "this.",
        ]
        return starts.contains { value.starts(with: $0.utf8) } || value.range(of: "://".utf8) != nil
    }

    private func pin(behind end: Int) -> Range<Int>? {
        guard let value = value(behind: end) else { return nil }
        let digits = bytes[value.range]
        guard (4...8).contains(digits.count), digits.allSatisfy({ ByteSet.digits.contains($0) }) else { return nil }
        return bytes[value.range.upperBound...].starts(with: "桁".utf8) ? nil : value.range
    }
}

extension ArraySlice<UInt8> {
    /// Where a text stands in it first.
    fileprivate func range(of text: String.UTF8View) -> Range<Int>? {
        let text = Array(text)
        guard let first = text.first, count >= text.count else { return nil }
        for start in startIndex...(endIndex - text.count)
        where self[start] == first && self[start..<(start + text.count)].elementsEqual(text) {
            return start..<(start + text.count)
        }
        return nil
    }
}

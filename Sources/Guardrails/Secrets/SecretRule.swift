/// How one kind of secret looks.
struct SecretRule: Sendable {
    /// What the pattern of a rule stands for.
    enum Grammar: Sendable {
        /// The beginning of the secret itself, of which so many bytes are fixed; the rest follows.
        case token(prefix: Int, alphabet: ByteSet, length: ClosedRange<Int>, entropy: Double)
        /// A word in front of a value: `aws_secret_access_key = …`.
        case assigned(alphabet: ByteSet, length: ClosedRange<Int>, entropy: Double)
        /// A form of its own.
        case shape(SecretShape)
    }

    /// A stable name.
    let name: String
    let pattern: Pattern
    /// The length of what the pattern matches, where a secret begins with it.
    let gate: Int
    let grammar: Grammar
    let score: Double

    /// A token that begins with letters of its vendor.
    /// - Parameters:
    ///   - prefix: those letters.
    ///   - more: bytes of a class that the pattern wants behind them, where the letters alone stand in ordinary words.
    ///   - length: how many bytes of the alphabet follow the letters.
    ///   - entropy: the least entropy of those, in bits for each.
    init(
        _ name: String,
        prefix: String,
        more: (class: String, count: Int)? = nil,
        _ alphabet: ByteSet,
        _ length: ClosedRange<Int>,
        entropy: Double = 3,
        score: Double = 0.95
    ) {
        self.name = name
        let expression = Pattern.literal(prefix.utf8) + (more.map { "[\($0.class)]{\($0.count)}" } ?? "")
        pattern = Pattern(expression, reportsStart: false)
        gate = prefix.utf8.count + (more?.count ?? 0)
        grammar = .token(prefix: prefix.utf8.count, alphabet: alphabet, length: length, entropy: entropy)
        self.score = score
    }

    /// A value behind words that say whose it is.
    init(
        _ name: String,
        behind words: String,
        _ alphabet: ByteSet,
        _ length: ClosedRange<Int>,
        entropy: Double = 3,
        score: Double = 0.9
    ) {
        self.name = name
        pattern = Pattern(words, isCaseInsensitive: true, reportsStart: false)
        gate = 0
        grammar = .assigned(alphabet: alphabet, length: length, entropy: entropy)
        self.score = score
    }

    /// A secret with a form of its own.
    init(_ name: String, _ shape: SecretShape, at expression: String, isCaseInsensitive: Bool = false, score: Double) {
        self.name = name
        pattern = Pattern(expression, isCaseInsensitive: isCaseInsensitive, reportsStart: false)
        gate = 0
        grammar = .shape(shape)
        self.score = score
    }
}

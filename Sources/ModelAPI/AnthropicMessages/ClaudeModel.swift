/// What a model's name says of what the API accepts for it.
///
/// The rules follow the provider's model and migration pages. Names of other clouds (`anthropic.claude-…-v1:0`,
/// `claude-…@20250929`) are understood; a Claude name without a version counts as the newest.
struct ClaudeModel: Hashable, Sendable {
    /// How thinking is switched off.
    enum ThinkingOff: Hashable {
        /// It is off unless asked for.
        case byDefault
        /// `thinking.type` `disabled`.
        case disabled
        /// `thinking.type` `between_tools`: off, but for short notes between calls.
        case betweenTools
        /// The model always thinks.
        case never
    }

    /// `opus`, `sonnet`, `haiku`, …; empty for the first generations.
    let family: String
    /// The version as 100 × major + minor: 4.6 is 406.
    let version: Int

    /// Reads a model's name.
    /// - Returns: `nil` where it is no Claude: a model of someone who imitates the API.
    init?(_ name: String) {
        let words = name.lowercased().split { !$0.isASCII || !($0.isLetter || $0.isNumber) }
        guard let start = words.firstIndex(where: { $0 == "claude" }) else { return nil }
        let rest = words[words.index(after: start)...]
        family =
            rest.first { word in word.allSatisfy(\.isLetter) && Self.families.contains(String(word)) }
            .map(String.init) ?? ""
        // A version is one or two short numbers in a row; longer ones are dates.
        let isNumber = { (word: Substring) in word.count <= 2 && word.allSatisfy(\.isNumber) }
        let numbers = rest.drop { !isNumber($0) }.prefix(while: isNumber).prefix(2).compactMap { Int($0) }
        guard let major = numbers.first else {
            version = .max
            return
        }
        version = major * 100 + (numbers.count > 1 ? numbers[1] : 0)
    }

    private static let families: Set<String> = ["instant", "haiku", "sonnet", "opus", "fable", "mythos"]

    private var alwaysThinks: Bool { family == "fable" || family == "mythos" }

    /// Whether it can think at all.
    var canThink: Bool { version >= 307 || alwaysThinks }

    /// Whether it takes `thinking.type` `adaptive` and `output_config.effort`.
    var thinksAdaptively: Bool { version >= 406 || alwaysThinks }

    /// Whether it takes a budget of thinking tokens.
    var takesBudget: Bool { version >= 307 && version < 407 && !alwaysThinks }

    /// Whether it knows the effort between `high` and `max`.
    var knowsExtraHigh: Bool { version >= 407 || alwaysThinks }

    /// How thinking is switched off.
    var thinkingOff: ThinkingOff {
        if alwaysThinks { return .never }
        if version < 500 { return .byDefault }
        switch family {
        case "haiku": return .disabled
        case "sonnet": return version < 505 ? .disabled : version == .max ? .never : .betweenTools
        case "opus": return version < 505 ? .disabled : .never
        default: return .never
        }
    }

    /// Whether `temperature`, `top_p` and `top_k` may differ from their defaults.
    var takesSampling: Bool { version < 407 && !alwaysThinks }

    /// Whether `temperature` and `top_p` may stand together.
    var takesTemperatureWithTopP: Bool { version < 401 }

    /// Whether answers and strict tools can be held to a schema.
    var enforcesSchemas: Bool { version >= 401 || alwaysThinks }

    /// `max_tokens` where the caller names none: the most the first generations can write, 32,000 from 3.7 on.
    var defaultMaxTokens: Int { version < 305 ? 4096 : version < 307 ? 8192 : 32_000 }

    /// The most tokens one answer may have.
    var outputLimit: Int {
        switch version {
        case ..<307: defaultMaxTokens
        case 400...404 where family == "opus": 32_000
        case ..<406: 64_000
        case 406 where family == "sonnet": 64_000
        default: 128_000
        }
    }
}

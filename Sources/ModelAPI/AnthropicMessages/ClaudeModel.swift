/// What a model's name says of what the API accepts for it.
///
/// The rules follow Anthropic's documentation, whose pages are named at each; those on platform.claude.com are of autumn
/// 2026. Names of other clouds (`anthropic.claude-…-v1:0`, `claude-…@20250929`) are understood; a Claude name without a
/// version counts as the newest.
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

    /// Fable 5, Mythos 5 and the Mythos preview ("Adaptive thinking"), Fable 5.1 ("Models overview").
    private var alwaysThinks: Bool { family == "fable" || family == "mythos" }

    /// The one Mythos without a number.
    private var isMythosPreview: Bool { family == "mythos" && version == .max }

    /// Whether it can think at all: from Sonnet 3.7 on, of which no later page speaks ("Extended thinking").
    var canThink: Bool { version >= 307 || alwaysThinks }

    /// Whether it takes `thinking.type` `adaptive` and all efforts: from 4.6 on ("Adaptive thinking", "Effort"). Opus 4.5
    /// takes an effort too, but has its thinking by budget.
    var thinksAdaptively: Bool { version >= 406 || alwaysThinks }

    /// Whether it takes a budget of thinking tokens: deprecated with 4.6, refused from 4.7 on ("Adaptive thinking", "What's
    /// new in Claude Haiku 5.5").
    var takesBudget: Bool { version >= 307 && version < 407 && !alwaysThinks }

    /// Whether it knows the effort between `high` and `max`: from 4.7 on, but not the Mythos preview ("Effort").
    var knowsExtraHigh: Bool { (version >= 407 || alwaysThinks) && !isMythosPreview }

    /// How thinking is switched off: it is on by default from 5 on ("Claude Opus 5"); Opus 5.5 cannot do without, Sonnet 5.5
    /// only up front ("What's new in Claude Opus 5.5", "What's new in Claude Sonnet 5.5").
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

    /// Whether `tool_choice` may demand a tool while nothing is said of thinking: no longer with Fable 5.1, Opus 5.5 and
    /// Sonnet 5.5, whose pages list it as a breaking change ("What's new in Claude Opus 5.5", "What's new in Claude Sonnet
    /// 5.5"); that of Haiku 5.5 does not.
    var takesForcedTool: Bool {
        switch family {
        case "fable": version < 501
        case "opus", "sonnet": version < 505
        default: true
        }
    }

    /// Whether `temperature`, `top_p` and `top_k` may differ from their defaults: until 4.6 ("Migration guide", "What's new
    /// in Claude Haiku 5.5").
    var takesSampling: Bool { version < 407 && !alwaysThinks }

    /// Whether `temperature` and `top_p` may stand together. That 4.5 refuses it is documented ("Migrating to Claude 4.5");
    /// whether Opus 4.1 does is not, so that it gets one of them.
    var takesTemperatureWithTopP: Bool { version < 401 }

    /// Whether answers and strict tools can be held to a schema: from 4.5 on ("Structured outputs").
    var enforcesSchemas: Bool { version >= 405 || alwaysThinks }

    /// `max_tokens` where the caller names none: the most the first generations can write, 32,000 from 3.7 on, which every
    /// later model can.
    var defaultMaxTokens: Int { version < 305 ? 4096 : version < 307 ? 8192 : 32_000 }

    /// The most tokens one answer may have: 128,000 from 4.6 on, Sonnet 4.6 and Haiku 5.5 included (the models' own pages,
    /// "Claude Sonnet 4.6" and so on), 64,000 before, 32,000 for Opus 4 and 4.1.
    var outputLimit: Int {
        switch version {
        case ..<307: defaultMaxTokens
        case 400...404 where family == "opus": 32_000
        case ..<406: 64_000
        default: 128_000
        }
    }
}

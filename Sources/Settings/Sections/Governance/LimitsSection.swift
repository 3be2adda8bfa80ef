import Governance

/// `limits`: how much may be used in a time.
enum LimitsSection: Section {
    private typealias Kind = (field: Field<Int?>, policy: @Sendable (Int) -> LimitPolicy)

    private static let kinds: [Kind] =
        [.second, .minute, .hour, .day].map { kind(.requests, per: $0) } + [kind(.requests, per: .concurrent)]
        + [LimitPolicy.Resource.tokens, .inputTokens, .outputTokens].flatMap { resource in
            [.minute, .hour, .day].map { kind(resource, per: $0) }
        }

    static let description = SectionDescription(
        help: "How much may be used in a time. All limits that apply to a request must let it through; "
            + "0 lets nothing through.",
        fields: kinds.map(\.field.description),
        definition: "limits",
        isListedOnce: true
    )

    static func read(_ section: SectionReader) -> [LimitPolicy]? {
        kinds.compactMap { kind in section[kind.field].map(kind.policy) }
    }

    private static func kind(_ resource: LimitPolicy.Resource, per window: LimitPolicy.Window) -> Kind {
        let name = window == .concurrent ? "concurrent" : "\(resource.rawValue)_per_\(window.rawValue)"
        let field = Field<Int?>.optional(
            name,
            .integer(0...1_000_000_000_000_000),
            otherwise: "no limit",
            "Most \(words(resource)) \(words(window))."
        )
        return (field, { LimitPolicy(resource, per: window, $0) })
    }

    private static func words(_ resource: LimitPolicy.Resource) -> String {
        switch resource {
        case .requests: "requests"
        case .tokens: "tokens of prompts and answers together"
        case .inputTokens: "tokens of prompts"
        case .outputTokens: "tokens of answers"
        }
    }

    private static func words(_ window: LimitPolicy.Window) -> String {
        switch window {
        case .second: "in a second"
        case .minute: "in a minute"
        case .hour: "in an hour"
        case .day: "in 24 hours"
        case .concurrent: "under way at once"
        }
    }
}

import Governance
import Routing

/// `models.*`: a public model name.
enum ModelSection: Section {
    /// A model before it has its name and before what it shares with others is known.
    struct Value: Sendable {
        let strategy: StrategyKind
        let sticky: StickyKey?
        let targets: [TargetSection.Value]
        let retry: RetryPolicy
        let timeout: TimeoutConfiguration
        let breaker: BreakerPolicy
        let breakerPlace: Located?
        let hedge: HedgePolicy?
        let mirror: MirrorPolicy?
        let minimumTokensPerSecond: Double?
        let fallback: FallbackSection.Value
        let strict: Bool?
        let environments: Set<Environment>?
        let guardrails: [String]
        let limits: [LimitPolicy]
        let budgets: [BudgetSection.Value]

        /// All destinations of the model, by whatever way.
        var destinations: [LocatedDestination] {
            targets.map(\.destination) + fallback.contextWindow + fallback.contentPolicy
        }

        func configuration(named name: String, _ shared: SharedSettings) -> ModelConfiguration {
            let fallbacks = { (destinations: [LocatedDestination]) in
                destinations.map { TargetSection.Value(destination: $0).configuration(shared) }
            }
            return ModelConfiguration(
                name: name,
                strategy: strategy,
                sticky: sticky,
                targets: targets.map { $0.configuration(shared) },
                retry: retry,
                timeout: timeout,
                breaker: breaker,
                hedge: hedge,
                mirror: mirror,
                minimumTokensPerSecond: minimumTokensPerSecond,
                contextWindowFallback: fallbacks(fallback.contextWindow),
                contentPolicyFallback: fallbacks(fallback.contentPolicy),
                strict: strict ?? shared.strict,
                environments: environments,
                guardrails: guardrails,
                limits: limits,
                budgets: budgets.map(\.policy)
            )
        }
    }

    static let strategy = Field(
        "strategy",
        .choice,
        default: StrategyKind.fallback,
        "How one of the targets is chosen, and in which order the others follow if it fails."
    )
    static let sticky = Field<StickyKey?>.optional(
        "sticky",
        StickySection.type,
        "What keeps a caller on one target. Required with strategy `sticky`."
    )
    static let targets = Field<[TargetSection.Value]?>.required(
        "targets",
        .list(of: TargetSection.element, minimumCount: 1),
        "What stands behind the name. A string is short for a mapping with `model` alone."
    )
    static let retry = Field(
        "retry",
        RetrySection.type,
        default: RetryPolicy(),
        "When and how often a target is tried again."
    )
    static let timeout = Field(
        "timeout",
        TimeoutSection.type,
        default: TimeoutConfiguration(),
        "Time limits of requests to the targets."
    )
    static let breaker = Field(
        "breaker",
        BreakerSection.type,
        default: BreakerPolicy(),
        "When a target is set aside after failures, and how it comes back. All models that lead to a target share its breaker."
    )
    static let hedge = Field<HedgePolicy?>.optional(
        "hedge",
        HedgeSection.type,
        otherwise: "never",
        "When a second copy of a slow request goes to the next target; the first content wins."
    )
    static let mirror = Field<MirrorPolicy?>.optional(
        "mirror",
        MirrorSection.type,
        "Copies of some requests for another target, whose answers are thrown away."
    )
    static let minimumTokensPerSecond = Field<Double?>.optional(
        "min_tokens_per_second",
        .positiveNumber(upTo: 1_000_000),
        otherwise: "any speed",
        "A stream that is slower from its beginning counts as failed, as long as the caller has seen nothing of it."
    )
    static let fallback = Field(
        "fallback",
        FallbackSection.type,
        default: FallbackSection.Value(),
        "Other targets for failures of a special kind."
    )
    static let strict = Field<Bool?>.optional(
        "strict",
        .boolean,
        otherwise: "`server.strict`",
        "Refuse a request where its target cannot express a part of it."
    )

    static let environments = Field<[Environment]?>.optional(
        "environments",
        .list(of: .choice, minimumCount: 1),
        otherwise: "all",
        "The environments whose keys see the model. Without it all keys do, also those that are for no environment."
    )

    static let description = SectionDescription(
        help: "A public model name and what stands behind it.",
        fields: [
            strategy.description, sticky.description, targets.description, retry.description, timeout.description,
            breaker.description, hedge.description, mirror.description, minimumTokensPerSecond.description,
            fallback.description, strict.description, environments.description, SharedFields.guardrails.description,
            SharedFields.limits.description, SharedFields.budgets.description,
        ],
        rules: [
            SectionRule(
                field: strategy.name,
                values: [StrategyKind.sticky.rawValue],
                required: [sticky.name]
            ),
            SectionRule(
                field: strategy.name,
                values: StrategyKind.allCases.filter { $0 != .sticky }.map(\.rawValue),
                standard: StrategyKind.fallback.rawValue,
                forbidden: [sticky.name]
            ),
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let targets = section[targets]
        let strategy = section[strategy]
        let value = Value(
            strategy: strategy,
            sticky: section[sticky],
            targets: targets ?? [],
            retry: section[retry],
            timeout: section[timeout],
            breaker: section[breaker],
            breakerPlace: section.place(of: breaker.name),
            hedge: section[hedge],
            mirror: section[mirror],
            minimumTokensPerSecond: section[minimumTokensPerSecond],
            fallback: section[fallback],
            strict: section[strict],
            environments: section[environments].map(Set.init),
            guardrails: section[SharedFields.guardrails],
            limits: section[SharedFields.limits],
            budgets: section[SharedFields.budgets]
        )
        guard let targets else { return nil }
        checkConditions(targets, strategy, section)
        checkWeights(targets, strategy, section)
        if value.hedge != nil, targets.count == 1, case .provider = targets[0].destination.destination,
            let place = section.place(of: hedge.name)
        {
            section.reading.report(.conflict, at: place, "this field has no effect with one target; remove it")
        }
        return value
    }

    private static func checkConditions(
        _ targets: [TargetSection.Value],
        _ strategy: StrategyKind,
        _ section: SectionReader
    ) {
        for (index, target) in targets.enumerated() {
            switch (strategy, target.conditionPlace) {
            case (.conditional, nil) where index < targets.count - 1:
                section.reading.report(
                    .conflict,
                    at: target.destination.place,
                    "a target without `when` always holds, so it must be the last with strategy: conditional"
                )
            case (.conditional, _), (_, nil): continue
            case (_, let place?):
                section.reading.report(.conflict, at: place, "this field needs strategy: conditional")
            }
        }
    }

    /// Only with strategies that go by weights; the others ignore them.
    private static func checkWeights(
        _ targets: [TargetSection.Value],
        _ strategy: StrategyKind,
        _ section: SectionReader
    ) {
        guard [.weighted, .roundRobin, .leastBusy, .sticky].contains(strategy), !targets.isEmpty,
            targets.allSatisfy({ $0.weight.value == 0 && ($0.weight.ramp?.from ?? 0) == 0 }),
            let place = section.place(of: Self.targets.name)
        else { return }
        section.reading.report(.conflict, at: place, "every target has the weight 0, so none would be chosen")
    }
}

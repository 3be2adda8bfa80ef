import JSONText
import ModelAPI
import Routing
import Settings

extension PlanExplanation {
    /// The explanation for programs, as indented JSON with a line break at its end. Fields may be added; a field without a
    /// value is `null`.
    public var json: String {
        PrettyJSON.text([
            "model": .string(model),
            "surface": .string(surface.rawValue),
            "stream": .bool(isStream),
            "caller": [
                "key": JSONValue(key), "team": JSONValue(team),
                "regions": regions.map { JSONValue(strings: $0) } ?? .null,
                "lacks_key": .bool(lacksKey),
            ],
            "input_tokens": JSONValue(inputTokens),
            "fallbacks": JSONValue(strings: ownFallbacks),
            "has_side_effects": .bool(hasSideEffects),
            "by_chance": .bool(isByChance),
            "order": .array(order.map(Self.json)),
            "skipped": .array(skipped.map { ["target": .string($0.target), "reason": .string($0.reason)] }),
            "context_window_fallback": targets(.contextWindow),
            "content_policy_fallback": targets(.contentPolicy),
            "policies": .array(policies.map(Self.json)),
            "timeout": .string(DurationText.text(total)),
            "retry_budget": ["share": JSONValue(retryBudget.share), "floor": JSONValue(retryBudget.floor)],
            "mirror": mirror.map { mirror in
                [
                    "target": .string(mirror.target.description), "share": JSONValue(mirror.share),
                    "allowed": .bool(mirror.isAllowed),
                ]
            } ?? .null,
            "refusal": refusal.map { refusal in
                [
                    "status": JSONValue(refusal.status), "code": .string(refusal.code),
                    "message": .string(refusal.message),
                ]
            } ?? .null,
        ])
    }

    private func targets(_ kind: FallbackKind) -> JSONValue {
        JSONValue(strings: (otherLists[kind] ?? []).map(\.description))
    }

    private static func json(_ place: Place) -> JSONValue {
        [
            "target": .string(place.target.description),
            "decisions": JSONValue(strings: place.decisions),
            "policies": .string(place.policies),
            "dialect": .string(place.dialect.rawValue),
            "region": JSONValue(place.region),
            "credentials": JSONValue(strings: place.credentials),
            "context_window": place.contextWindow.map { JSONValue($0) } ?? .null,
            "max_concurrent": place.maxConcurrent.map { JSONValue($0) } ?? .null,
            "dropped": JSONValue(place.dropped),
            "obstacle": JSONValue(place.obstacle),
        ]
    }

    private static func json(_ policies: Policies) -> JSONValue {
        let breaker = policies.breaker
        return [
            "model": .string(policies.model),
            "strategy": .string(policies.strategy.rawValue),
            "sticky": JSONValue(policies.sticky?.description),
            "ways": .array(
                policies.ways.map { way in
                    [
                        "to": .string(way.destination), "weight": JSONValue(way.weight),
                        "share": way.share.map { JSONValue($0) } ?? .null, "ramping": .bool(way.isRamping),
                    ]
                }
            ),
            "retry": [
                "attempts": JSONValue(policies.retry.attempts),
                "on": JSONValue(strings: policies.retry.on.map(\.description).sorted()),
                "backoff": [
                    "initial": .string(DurationText.text(policies.retry.initialBackoff)),
                    "max": .string(DurationText.text(policies.retry.maximumBackoff)),
                ],
            ],
            "timeout": [
                "connect": .string(DurationText.text(policies.connect)),
                "first_byte": .string(DurationText.text(policies.firstByte)),
                "idle": .string(DurationText.text(policies.idle)),
            ],
            "breaker": [
                "failures": JSONValue(breaker.failures), "failure_share": JSONValue(breaker.failureShare),
                "min_requests": JSONValue(breaker.minimumRequests),
                "window": .string(DurationText.text(breaker.window)),
                "open_for": .string(DurationText.text(breaker.openFor)),
                "ramp_up": .string(DurationText.text(breaker.rampUp)),
            ],
            "hedge": policies.hedge.map { hedge in
                switch hedge {
                case .after(let delay): .string(DurationText.text(delay))
                case .percentile95: "p95"
                }
            } ?? .null,
            "min_tokens_per_second": policies.leastRate.map { JSONValue($0) } ?? .null,
            "strict": .bool(policies.isStrict),
        ]
    }
}

extension JSONValue {
    fileprivate init(_ text: String?) { self = text.map { .string($0) } ?? .null }

    fileprivate init(_ value: Double) { self = JSONNumber(value).map { .number($0) } ?? .null }

    fileprivate init(strings: [String]) { self = .array(strings.map { .string($0) }) }
}

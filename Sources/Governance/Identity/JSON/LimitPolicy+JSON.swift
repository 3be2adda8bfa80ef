import JSONText

/// Limits stand in one object: `{"requests_per_minute": 600, "tokens_per_day": 5000000, "concurrent": 50}`.
extension MemberType where Value == [LimitPolicy] {
    static var limits: Self {
        .object { reader in
            LimitPolicy.kinds.compactMap { kind in
                reader.optional(kind.memberName, .int(0...Int.max)).map {
                    LimitPolicy(kind.resource, per: kind.window, $0)
                }
            }
        }
    }
}

extension LimitPolicy {
    /// All that can be limited, in the order in which it is written.
    fileprivate static let kinds: [LimitPolicy] =
        [.second, .minute, .hour, .day, .concurrent].map { LimitPolicy(.requests, per: $0, 0) }
        + [Resource.tokens, .inputTokens, .outputTokens].flatMap { resource in
            [Window.minute, .hour, .day].map { LimitPolicy(resource, per: $0, 0) }
        }

    /// The limit's name in documents: `tokens_per_minute`, `concurrent`.
    var memberName: String {
        window == .concurrent ? "concurrent" : "\(resource.rawValue)_per_\(window.rawValue)"
    }

    static func json(_ limits: [LimitPolicy]) -> JSONValue {
        var writer = ObjectWriter()
        for kind in kinds {
            writer.add(
                kind.memberName,
                limits.last { $0.resource == kind.resource && $0.window == kind.window }?.amount
            )
        }
        return writer.value
    }
}

extension MemberType where Value == [ModelLimits] {
    static var modelLimits: Self {
        .list(
            of: .object { reader in
                ModelLimits(
                    reader.required("models", .modelPattern, placeholder: ModelPattern("")),
                    limits: reader.required("limits", .limits, placeholder: [])
                )
            },
            0...64
        )
    }
}

extension ModelLimits {
    var json: JSONValue { ["models": .string(models.text), "limits": LimitPolicy.json(limits)] }
}

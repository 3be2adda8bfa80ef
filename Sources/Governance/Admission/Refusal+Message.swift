extension Refusal {
    /// What kind of policy refused.
    public var kind: Kind {
        switch policy {
        case .limit: .rateLimited
        case .budget: .budgetExceeded
        }
    }

    /// Where the limit stands that refused, for `x-ratelimit-*` headers; `nil` of a budget.
    public var reading: LimitReading? {
        switch policy {
        case .limit(let reading): reading
        case .budget: nil
        }
    }

    /// ``retryAfter`` in whole seconds for the `retry-after` header, rounded up, at least one.
    public var retryAfterSeconds: Int64? {
        guard let retryAfter else { return nil }
        let (seconds, rest) = retryAfter.components
        return max(1, rest > 0 ? seconds + 1 : seconds)
    }

    /// What the caller is told, in plain English.
    ///
    /// It names no organization, team, user, budget or tag, and no amount of money: whoever holds a key need not know whom
    /// it is shared with, nor what they may spend.
    public var message: String {
        let what =
            switch policy {
            case .limit(let reading): limitMessage(reading)
            case .budget(let budget): budgetMessage(budget)
            }
        guard let seconds = retryAfterSeconds else { return what }
        return "\(what) Try again in \(Self.spoken(seconds))."
    }

    private var owner: String {
        switch scope {
        case .organization: "your organization"
        case .team: "your team"
        case .project: "your project"
        case .user: "your user"
        case .key: "this key"
        case .keyModel: "this key and model"
        case .model: "this model"
        case .provider: "this model's provider"
        case .tag: "a tag of this request"
        }
    }

    private func limitMessage(_ reading: LimitReading) -> String {
        let limit = reading.limit
        let noun =
            switch reading.policy.resource {
            case .requests: limit == 1 ? "request" : "requests"
            case .inputTokens: limit == 1 ? "input token" : "input tokens"
            case .outputTokens: limit == 1 ? "output token" : "output tokens"
            case .tokens: limit == 1 ? "token" : "tokens"
            }
        let amount =
            if reading.policy.window == .concurrent {
                "\(limit) concurrent \(noun)"
            } else {
                "\(limit) \(noun) per \(reading.policy.window.rawValue)"
            }
        return switch reason {
        case .tooLarge:
            "This request alone needs more than the limit of \(amount) for \(owner); shorten it or lower its max_tokens."
        case .closed: "The limit for \(owner) is \(amount): nothing is let through."
        case .spent, .held, .insufficient, .unknownPrice: "The limit of \(amount) for \(owner) is reached."
        }
    }

    private func budgetMessage(_ budget: BudgetPolicy) -> String {
        let name =
            switch budget.period {
            case .day: "daily budget"
            case .week: "weekly budget"
            case .month: "monthly budget"
            case .quarter: "quarterly budget"
            case .year: "yearly budget"
            case .total: "budget"
            }
        return switch reason {
        case .spent: "The \(name) for \(owner) is spent."
        case .closed: "The \(name) for \(owner) is zero: nothing is let through."
        case .held: "What is left of the \(name) for \(owner) is held by requests under way."
        case .insufficient:
            "What is left of the \(name) for \(owner) does not cover this request at worst; shorten it or lower its "
                + "max_tokens."
        case .tooLarge:
            "This request may need more than the whole \(name) for \(owner); shorten it or lower its max_tokens."
        case .unknownPrice: "No price is known for this model, and the \(name) for \(owner) takes no unknown costs."
        }
    }

    private static func spoken(_ seconds: Int64) -> String {
        // Rounded up, so that whoever waits as long as is said does not come too early.
        func count(_ divisor: Int64, _ unit: String) -> String {
            let number = (seconds + divisor - 1) / divisor
            return number == 1 ? "1 \(unit)" : "\(number) \(unit)s"
        }
        return switch seconds {
        case ..<120: count(1, "second")
        case ..<7200: count(60, "minute")
        case ..<172_800: count(3600, "hour")
        default: count(86_400, "day")
        }
    }
}

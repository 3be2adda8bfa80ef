import JSONText

/// How the neutral wish for reasoning is put to a model: which `thinking`, which effort, and how many tokens in all.
///
/// Models with adaptive thinking get `adaptive` and `output_config.effort`; older ones a budget, a share of `max_tokens` by
/// effort, at least 1,024 and always less than `max_tokens`. Effort is a scale whose words differ: `minimal` becomes `low`, and
/// `xhigh` becomes `high` where a model does not know it.
struct AnthropicThinkingPlan {
    /// The `thinking` field.
    private(set) var thinking: JSONValue?
    /// `output_config.effort`.
    private(set) var effort: String?
    /// Whether thinking has been asked for, so that its restrictions hold.
    private(set) var isOn = false
    /// `max_tokens`.
    private(set) var maxTokens: Int
    /// What could not be expressed.
    private(set) var dropped = LostFields()

    private static let leastBudget = 1024

    /// Plans.
    /// - Parameters:
    ///   - reasoning: the wish.
    ///   - maxTokens: the caller's limit.
    ///   - model: what the model can do; `nil` where it is not known.
    ///   - lacksThoughts: whether the conversation is in the middle of a tool turn that does not begin with signed thoughts,
    ///     which thinking with a budget demands.
    init(_ reasoning: Reasoning?, maxTokens: Int?, model: ClaudeModel?, lacksThoughts: Bool) {
        self.maxTokens = maxTokens ?? model?.defaultMaxTokens ?? 8192
        switch Wish(reasoning) {
        case .unset:
            return
        case .off:
            switchOff(model)
        case .on(let effort, let budget):
            let takesBudget = model?.takesBudget ?? true
            if let model, !model.canThink {
                lose(showing: reasoning?.includeThoughts)
            } else if let model, model.thinksAdaptively, budget == nil || !takesBudget {
                adapt(effort, budget: budget, model, showing: reasoning?.includeThoughts)
            } else if lacksThoughts {
                lose(showing: reasoning?.includeThoughts)
            } else {
                spend(
                    effort,
                    budget: budget,
                    limit: maxTokens,
                    outputLimit: model?.outputLimit ?? 64_000,
                    showing: reasoning?.includeThoughts
                )
            }
        }
    }

    /// The wish, sorted out.
    private enum Wish {
        case unset
        case off
        case on(effort: Reasoning.Effort?, budget: Int?)

        init(_ reasoning: Reasoning?) {
            guard let reasoning else {
                self = .unset
                return
            }
            let budget = reasoning.budgetTokens.flatMap { $0 > 0 ? $0 : nil }
            if reasoning.effort == Reasoning.Effort.none || reasoning.budgetTokens == 0 {
                self = .off
            } else if reasoning.effort != nil || reasoning.budgetTokens != nil || reasoning.adaptive
                || reasoning.includeThoughts == true
            {
                // Whoever wants to see thoughts wants them to be.
                self = .on(effort: reasoning.effort, budget: budget)
            } else {
                self = .unset
            }
        }
    }

    /// Notes that nothing of the wish can be granted.
    private mutating func lose(showing: Bool?) {
        dropped.add(.reasoning)
        dropped.add(.includeThoughts, if: showing == true)
    }

    private mutating func switchOff(_ model: ClaudeModel?) {
        guard let model else {
            thinking = ["type": "disabled"]
            return
        }
        switch model.thinkingOff {
        case .byDefault: break
        case .disabled: thinking = ["type": "disabled"]
        case .betweenTools: thinking = ["type": "between_tools"]
        case .never:
            effort = "low"
            dropped.add(.reasoning)
        }
    }

    private mutating func adapt(
        _ wanted: Reasoning.Effort?,
        budget: Int?,
        _ model: ClaudeModel,
        showing: Bool?
    ) {
        isOn = true
        var fields: JSONObject = ["type": "adaptive"]
        if let showing { fields.append("display", showing ? "summarized" : "omitted") }
        thinking = .object(fields)
        if budget != nil { dropped.add(.reasoningBudget) }
        switch wanted ?? budget.map(Self.effort(for:)) {
        case .minimal, .low: effort = "low"
        case .medium: effort = "medium"
        case .high: effort = "high"
        case .xhigh: effort = model.knowsExtraHigh ? "xhigh" : "high"
        case .max: effort = "max"
        case nil, Reasoning.Effort.none?: break
        }
    }

    private mutating func spend(
        _ effort: Reasoning.Effort?,
        budget: Int?,
        limit: Int?,
        outputLimit: Int,
        showing: Bool?
    ) {
        if limit == nil, let budget {
            // Room for the answer behind the thoughts the caller asked for.
            maxTokens = max(maxTokens, min(budget > outputLimit ? outputLimit : budget + 4096, outputLimit))
        }
        guard maxTokens > Self.leastBudget else {
            lose(showing: showing)
            return
        }
        let wanted = budget ?? Self.budget(for: effort ?? .medium, of: maxTokens)
        let given = min(max(wanted, Self.leastBudget), maxTokens - 1)
        if budget != nil, given != wanted { dropped.add(.reasoningBudget) }
        isOn = true
        var fields: JSONObject = ["type": "enabled", "budget_tokens": JSONValue(given)]
        if showing == false { fields.append("display", "omitted") }
        thinking = .object(fields)
    }

    /// A share of all tokens by effort.
    private static func budget(for effort: Reasoning.Effort, of maxTokens: Int) -> Int {
        let tenths =
            switch effort {
            case .none, .minimal: 1
            case .low: 2
            case .medium: 5
            case .high: 8
            case .xhigh, .max: 9
            }
        return maxTokens / 10 * tenths
    }

    /// The effort that fits a budget.
    private static func effort(for budget: Int) -> Reasoning.Effort {
        switch budget {
        case ...2048: .low
        case ...8192: .medium
        case ...32_768: .high
        default: .xhigh
        }
    }
}

import JSONText

/// `thinkingConfig` and the neutral wish to think: Gemini 3 takes a level, Gemini 2.5 a budget of tokens, older models nothing.
struct GeminiThinking {
    /// How a family of models is told how much to think.
    private enum Control {
        case none
        case budget
        case level
    }

    private let control: Control
    private let isPro: Bool
    /// Whether the model knows low and high only.
    private let lacksMedium: Bool

    /// Thinking as a model knows it; names nobody has heard of yet count as the newest generation.
    init(model: String) {
        let name = (model.split(separator: "/").last.map(String.init) ?? model).lowercased()
        let older = ["gemini-1", "gemini-2.0", "gemini-pro", "gemma", "learnlm"]
        if older.contains(where: name.hasPrefix), name != "gemini-pro-latest" {
            control = .none
        } else if name.hasPrefix("gemini-2.5") || name.hasPrefix("gemini-robotics-er-1") {
            control = .budget
        } else {
            control = .level
        }
        isPro = name.contains("pro")
        lacksMedium = name.hasPrefix("gemini-3-pro")
    }

    /// Whether calls must come back with the signatures they were given.
    var demandsSignatures: Bool { control == .level }

    /// Whether results of tools may hold pictures and documents.
    var takesMediaInResults: Bool { control == .level }

    // MARK: - Reading

    /// Reads `thinkingConfig`.
    static func read(_ config: FieldReader) throws(APIError) -> (Reasoning, [ChatRequest.UnmappedField]) {
        _ = try config.object()
        var others = try config.others(thanEither: ["includeThoughts", "thinkingBudget", "thinkingLevel"])
        var reasoning = Reasoning()
        reasoning.includeThoughts = try config.either("includeThoughts")?.bool()
        reasoning.budgetTokens = try config.either("thinkingBudget")?.int()
        if let level = config.either("thinkingLevel") {
            let word = try level.string()
            if let effort = Reasoning.Effort(rawValue: word.lowercased()) {
                reasoning.effort = effort
            } else if word != "THINKING_LEVEL_UNSPECIFIED" {
                others.append(ChatRequest.UnmappedField(level.path, level.value))
            }
        }
        return (reasoning, others)
    }

    // MARK: - Writing

    /// Writes `thinkingConfig`.
    /// - Returns: `nil` where there is nothing to say, and what of the wish cannot be granted as it stands.
    func write(_ reasoning: Reasoning) -> (config: JSONObject?, lost: LostFields) {
        var config = JSONObject()
        var lost = LostFields()
        switch control {
        case .none:
            // Not to think is what these models do anyway.
            let wantsNone = reasoning.effort == Reasoning.Effort.none || reasoning.budgetTokens == 0
            let wantsAny = reasoning.effort != nil || reasoning.budgetTokens != nil || reasoning.adaptive
            lost.add(.reasoning, if: wantsAny && !wantsNone)
            lost.add(.includeThoughts, if: reasoning.includeThoughts == true)
            return (nil, lost)
        case .budget:
            if let (budget, isExact) = budget(reasoning) {
                config.append("thinkingBudget", JSONValue(budget))
                lost.add(reasoning.budgetTokens == nil ? .reasoning : .reasoningBudget, if: !isExact)
            }
        case .level:
            if let (level, isExact) = level(reasoning) {
                config.append("thinkingLevel", .string(level))
                lost.add(.reasoning, if: !isExact)
            }
        }
        if let include = reasoning.includeThoughts { config.append("includeThoughts", .bool(include)) }
        return (config.isEmpty ? nil : config, lost)
    }

    private func level(_ reasoning: Reasoning) -> (String, isExact: Bool)? {
        if let effort = reasoning.effort {
            switch effort {
            // These models cannot stop thinking altogether.
            case .none: return (isPro ? "LOW" : "MINIMAL", false)
            case .minimal: return (isPro ? "LOW" : "MINIMAL", true)
            case .low: return ("LOW", true)
            case .medium: return (lacksMedium ? "HIGH" : "MEDIUM", true)
            case .high, .xhigh, .max: return ("HIGH", true)
            }
        }
        switch reasoning.budgetTokens {
        case nil: return nil
        case let budget? where budget < 0: return nil
        case 0?: return (isPro ? "LOW" : "MINIMAL", false)
        case let budget? where budget <= Self.lowBudget * 2: return ("LOW", true)
        case let budget? where budget <= Self.mediumBudget: return (lacksMedium ? "HIGH" : "MEDIUM", true)
        default: return ("HIGH", true)
        }
    }

    private static let lowBudget = 1_024
    private static let mediumBudget = 8_192

    private func budget(_ reasoning: Reasoning) -> (Int, isExact: Bool)? {
        let most = isPro ? 32_768 : 24_576
        // 2.5 Pro cannot stop thinking altogether; this is its least.
        let least = isPro ? 128 : 0
        if let budget = reasoning.budgetTokens {
            if budget < 0 { return (-1, true) }
            return (min(max(budget, least), most), (least...most).contains(budget))
        }
        switch reasoning.effort {
        case nil: return reasoning.adaptive ? (-1, true) : nil
        case Reasoning.Effort.none?: return (least, least == 0)
        case .minimal?: return (512, true)
        case .low?: return (Self.lowBudget, true)
        case .medium?: return (Self.mediumBudget, true)
        case .high?: return (24_576, true)
        case .xhigh?, .max?: return (most, true)
        }
    }
}

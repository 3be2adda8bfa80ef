import Governance
import ModelAPI
import NIOCore
import Pricing
import Routing

/// The stage that lets a call in, past all limits and budgets that apply to it, or past none of them.
struct CallAdmission {
    let rules: Rulebook
    let governor: Governor
    let catalog: Catalog
    let account: CallAccount

    /// How often a call may be sent to a cheaper model, which may have a spent budget itself.
    private static let mostDowngrades = 4

    /// A call that has been let in, with what stands behind its model.
    struct Admitted {
        var call: Call
        var facts: CallFacts
        var planner: CallPlanner
    }

    /// Lets a call in.
    /// - Returns: the call, which is one for another model where a budget says so.
    /// - Throws: ``ModelAPI/APIError`` of kind `rateLimited` or `budgetExceeded`, or what makes the call impossible.
    func admit(_ call: Call, _ facts: CallFacts) throws(APIError) -> Admitted {
        let caller = account.caller
        let isInternal = call.route.isInternal
        // Whom the gateway asks for itself the operator has chosen, not the caller.
        let planner =
            isInternal ? CallPlanner(try catalog.entry(for: call.model)) : try CallPlanner(call, caller, catalog)
        var admitted = Admitted(call: call, facts: facts, planner: planner)
        guard rules.hasPolicies else { return admitted }
        let wall = account.wall
        for _ in 0...Self.mostDowngrades {
            let call = admitted.call
            var meters = account.exchange.meters.meters(
                for: caller,
                model: call.model,
                rules,
                in: governor.meters,
                wall: wall
            )
            if call.route.isInternal {
                meters.limits = []
            } else if let principal = caller.principal, !principal.key.modelLimits.isEmpty {
                meters.limits += governor.meters.meters(key: principal.key.id, model: call.model, at: .now())
            }
            if meters.isEmpty, rules.providers.isEmpty { return admitted }
            let estimate = estimate(admitted, for: meters)
            account.estimate = estimate
            let outcome = Admission.admit(
                meters,
                estimate: estimate,
                isDowngraded: account.isDowngraded,
                at: .now(),
                wall: wall
            )
            switch outcome {
            case .admitted(let reservation):
                account.reservation = reservation
                return admitted
            case .downgrade(let model, let events):
                governor.tell(events)
                // Another model's vectors cannot be compared with those that the caller has.
                if call.route.operation == .embeddings {
                    throw APIError(.budgetExceeded, "A budget that applies to this request is spent.")
                }
                account.isDowngraded = true
                let call = call.asking(for: model)
                // The caller asked for another one; that it may use this one was decided with the budget.
                let planner = CallPlanner(try catalog.entry(for: model))
                admitted = Admitted(call: call, facts: facts.asking(call), planner: planner)
            case .refused(let refusal):
                governor.tell(refusal.events)
                throw error(refusal)
            }
        }
        throw APIError(.budgetExceeded, "The budgets that apply to this request are spent.")
    }

    /// What the call may use at worst. Only what the meters ask for is worked out.
    private func estimate(_ admitted: Admitted, for meters: MeterSet) -> AdmissionEstimate {
        let isCount = admitted.call.route.operation == .countTokens
        if isCount { return AdmissionEstimate(inputTokens: 0, outputTokens: 0, cost: .zero) }
        guard meters.countsTokens || !rules.providers.isEmpty else {
            return AdmissionEstimate(inputTokens: 0, outputTokens: 0, cost: nil)
        }
        let call = admitted.call
        let isEmbedding = call.route.operation == .embeddings
        let input = account.estimatedInput ?? (isEmbedding ? admitted.facts.estimatedInputTokens : call.estimatedInput)
        account.estimatedInput = input
        let seats = admitted.planner.seats
        // Of several targets the one that may produce most, and the one that may cost most; of one that nothing is known
        // of nothing is known of all.
        let limit = Self.most(seats) { $0.price?.outputLimit }
        let (output, isAssumed) =
            isEmbedding
            ? (0, false)
            : rules.output.outputTokens(asked: call.maxTokens, outputLimit: limit, choices: call.choices)
        var cost: Money?
        if meters.countsMoney || !rules.providers.isEmpty {
            let time = PriceTime(unixSeconds: account.wall.seconds)
            let terms = call.wantedTerms
            cost = Self.most(seats) {
                $0.price?.worstCase(
                    inputTokens: input,
                    maxOutputTokens: output,
                    at: time,
                    terms: terms,
                    writesCache: !isEmbedding
                )
            }
        }
        return AdmissionEstimate(inputTokens: input, outputTokens: output, isOutputAssumed: isAssumed, cost: cost)
    }

    /// The greatest value of several targets; `nil` where one has none.
    private static func most<Value: Comparable>(_ seats: [Seat], _ value: (Seat) -> Value?) -> Value? {
        var most: Value?
        for seat in seats {
            guard let value = value(seat) else { return nil }
            most = most.map { max($0, value) } ?? value
        }
        return most
    }

    private func error(_ refusal: Refusal) -> APIError {
        account.refusal = refusal.reading
        return APIError(
            refusal.kind == .rateLimited ? .rateLimited : .budgetExceeded,
            refusal.message,
            retryAfter: refusal.retryAfterSeconds.map { Double($0) }
        )
    }
}

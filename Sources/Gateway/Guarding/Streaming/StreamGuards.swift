import ModelAPI

/// Puts guardrails around the streams of one call.
struct StreamGuards: Sendable {
    private let pass: GuardPass
    private let request: ChatRequest
    private let dialect: any Dialect
    private let inputTokens: Int

    /// - Returns: `nil` where no guardrail has anything to do with the answer.
    init?(_ account: CallAccount, _ call: Call, _ facts: CallFacts) {
        guard let pass = account.guards, pass.isNeededForAnswers, var request = try? facts.neutral() else { return nil }
        request.includesExtras = call.includesExtras
        request.stream = call.stream
        self.pass = pass
        self.request = request
        dialect = call.dialect
        inputTokens = account.estimatedInput ?? call.estimatedInput
    }

    /// - Parameter relay: gives events in the caller's dialect.
    func around(_ relay: any StreamRelay) -> any StreamRelay {
        GuardRelay(relay, dialect, request, pass, inputTokens: inputTokens)
    }
}

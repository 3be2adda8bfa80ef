import Governance
import Guardrails
import HTTPWire
import ModelAPI
import NIOCore
import Telemetry
import Upstream

/// The stage at which guardrails look at a request: behind limits and budgets, which hold for what is blocked too, and before
/// anything of it is looked up, stored or sent.
struct GuardingStage {
    let book: GuardBook
    let catalog: Catalog
    let account: CallAccount
    let client: UpstreamClient

    /// Looks at a call.
    /// - Returns: the call as it goes on: as it is, with another body, or for another model.
    /// - Throws: ``ModelAPI/APIError`` where it is blocked, or cannot be looked at.
    func pass(_ admitted: CallAdmission.Admitted) async throws(APIError) -> CallAdmission.Admitted {
        let call = admitted.call
        let exchange = account.exchange
        let selection = try book.selection(
            for: call,
            of: account.caller,
            asked: exchange.head.fields.first(named: GuardBook.header)
        )
        guard !selection.isEmpty else { return admitted }
        account.enter(.guard)
        let guards = GuardPass(book, selection, account, client)
        account.guards = guards
        var guarded = admitted
        switch try await guards.request(call) {
        case .unchanged: break
        case .edited(let body): guarded = try asking(call.model, body, admitted)
        case .routed(let model, let body):
            guarded = try asking(model, body ?? call.body, admitted)
            // The caller asked for another one; that it may use this one was decided with the guardrail.
            guarded.planner = CallPlanner(try catalog.entry(for: model))
        }
        // A stream is taken apart to be looked at: what cannot be read as a question of its dialect has no such answer.
        if call.stream, guards.isNeededForAnswers { _ = try guarded.facts.neutral() }
        return guarded
    }

    /// The call with another body.
    private func asking(
        _ model: String,
        _ body: ByteBuffer,
        _ admitted: CallAdmission.Admitted
    ) throws(APIError) -> CallAdmission.Admitted {
        let call = admitted.call
        var edited = try CallReader.read(
            body,
            head: account.exchange.head,
            route: call.route,
            trace: account.trace?.outgoing()
        )
        if edited.model != model { edited = edited.asking(for: model) }
        account.call = edited
        return CallAdmission.Admitted(call: edited, facts: admitted.facts.asking(edited), planner: admitted.planner)
    }
}

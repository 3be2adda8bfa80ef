import JSONText
import ModelAPI
import NIOCore
import Routing

/// One call that the gateway makes for itself: the stages of ``Pipeline`` that are not about a caller's own words.
struct InternalCall {
    /// An answer, and who gave it.
    struct Answer {
        var json: JSONValue
        /// The model's name in its provider's words.
        var model: String
    }

    let services: Services
    let snapshot: Snapshot
    let exchange: Exchange
    /// What it holds and owes, on the payer's account.
    let account: CallAccount
    /// Whose text it is: wherever the call may be on somebody else's account, it goes no further than this one's may.
    let asking: Caller

    /// Asks for vectors.
    /// - Throws: ``ModelAPI/APIError`` where nobody answers.
    func answer(to request: EmbeddingRequest, within timeout: TimeAmount) async throws(APIError) -> Answer {
        var dispatched: Dispatcher?
        let result: Result<RequestRecord.Ending, APIError>
        do throws(APIError) {
            result = .success(try await serve(request, within: timeout, &dispatched))
        } catch {
            result = .failure(error)
        }
        // Settle: an answer has done so itself.
        if case .failure(let error) = result {
            account.close(
                CallAccount.Closing(
                    ending: .failed(error.kind),
                    status: error.status,
                    trace: dispatched?.trace,
                    target: dispatched?.lastAsked
                )
            )
            throw error
        }
        guard let body = exchange.taken, let target = account.target,
            let json = try? JSONValue(parsing: body.readableBytesUInt8Span)
        else { throw APIError(.upstreamError, "The model provider's answer is not valid JSON.") }
        return Answer(json: json, model: target.seat.model)
    }

    private func serve(
        _ request: EmbeddingRequest,
        within timeout: TimeAmount,
        _ dispatched: inout Dispatcher?
    ) async throws(APIError) -> RequestRecord.Ending {
        let body = try OpenAIEmbeddings().writeRequest(request, model: request.model).body
        let call = try CallReader.read(
            ByteBuffer(bytes: body.bytes),
            head: exchange.head,
            route: .internalEmbeddings
        )
        account.call = call
        account.enter(.admit)
        let admission = CallAdmission(
            rules: snapshot.rules,
            governor: services.governor,
            catalog: snapshot.catalog,
            account: account
        )
        let admitted = try admission.admit(call, CallFacts(call, head: exchange.head, caller: asking))
        let now = NIODeadline.now()
        services.budget.deposit(now: Moment(now))
        account.enter(.plan)
        let dispatcher = Dispatcher(
            admitted.call,
            exchange,
            asking,
            admitted.facts,
            admitted.planner,
            services,
            account,
            deadline: now + min(timeout, admitted.planner.settings.total)
        )
        let result = await dispatcher.run(now: Moment(now))
        dispatched = dispatcher
        return try result.get()
    }
}

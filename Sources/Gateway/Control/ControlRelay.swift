import HTTPWire
import ModelAPI
import NIOCore

/// Hands requests over to the control plane and its answers back.
struct ControlRelay: Sendable {
    let handler: any ControlHandler

    /// Answers a request. The handler works on the threads for everything that is no request to a model.
    /// - Returns: the request to a model that is to be served in its place, which is not answered then.
    func answer(_ exchange: Exchange) async throws(APIError) -> ControlCall? {
        let head = exchange.head
        let request = ControlRequest(
            method: head.method,
            path: head.path,
            query: head.query,
            fields: head.fields.map { (name: $0.name.lowercased(), value: $0.value) },
            body: try await exchange.wholeBody(),
            id: exchange.id,
            peer: exchange.peer,
            isSecure: exchange.isSecure
        )
        let handler = handler
        let answer = await withTaskExecutorPreference(globalConcurrentExecutor) { await handler.answer(request) }
        var reply = ReplyHead(status: answer.status)
        for field in answer.fields { reply.add(name: field.name, value: field.value) }
        reply.add("x-request-id", exchange.id)
        switch answer.body {
        case .call(let call): return call
        case .whole(let bytes): exchange.respond(reply, body: bytes)
        case .stream(let write):
            exchange.prepareStream(reply)
            let writer = ControlWriter(exchange)
            do {
                try await withTaskExecutorPreference(globalConcurrentExecutor) { try await write(writer) }
                exchange.endStream(ByteBuffer())
            } catch {
                exchange.abort()
            }
        }
        return nil
    }
}

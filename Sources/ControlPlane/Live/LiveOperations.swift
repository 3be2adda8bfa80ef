import Governance
import NIOCore

/// `GET /admin/v1/live`: what the gateway does at the moment, as server-sent events.
struct LiveOperations: Sendable {
    let services: Services

    func operations() throws(Operation.UnknownRoute) -> [Operation] {
        [
            try Operation(
                .get,
                "/live",
                id: "watchLive",
                answer: .file(types: ["text/event-stream"]),
                handle: watch
            )
        ]
    }

    private func watch(_ request: AdminRequest) async throws(AdminError) -> AdminAnswer {
        let visibility = try request.authorize()
        let seat = try services.live.seat(visibility)
        let standing = Standing(request.caller, services)
        return AdminAnswer(
            fields: [(name: "x-accel-buffering", value: "no")],
            body: .stream(type: "text/event-stream; charset=utf-8") {
                seat.watch()
                return { () async throws(AdminError) in
                    let bytes: ByteBuffer?
                    do throws(LiveChannel.End) {
                        bytes = try await seat.next()
                    } catch {
                        throw AdminError(503, .busy, "The stream is not being read.")
                    }
                    // Something comes each second: whoever has signed out, or may see something else now, sees no more of this.
                    return await standing.isUnchanged ? bytes : nil
                }
            }
        )
    }
}

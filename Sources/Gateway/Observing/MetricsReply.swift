import HTTPWire
import ModelAPI
import NIOCore
import Telemetry

/// Answers `GET /metrics`.
struct MetricsReply {
    private let services: Services
    private let snapshot: Snapshot
    private let planes: Pipeline.Planes

    init(_ services: Services, _ snapshot: Snapshot, _ planes: Pipeline.Planes) {
        self.services = services
        self.snapshot = snapshot
        self.planes = planes
    }

    /// - Throws: ``ModelAPI/APIError`` where it is not answered here, or not to this client.
    func answer(_ exchange: Exchange) async throws(APIError) {
        // Where the planes have addresses of their own, it is the operator's: it tells what was spent.
        guard planes != .data else { throw Router.unknownPath }
        try snapshot.metrics.check(exchange.head, isControl: planes == .control)
        let accept = exchange.head.fields.firstSlice("accept").map { String(decoding: $0, as: UTF8.self) }
        let format = ExpositionFormat(accept: accept)
        let text: [UInt8]?
        do {
            text = try await services.metrics.text(as: format)
        } catch {
            throw APIError(.overloaded, "The gateway is shutting down.")
        }
        guard let text else {
            throw APIError(.overloaded, "Too many read the metrics at once.", retryAfter: 1)
        }
        var head = ReplyHead(status: 200)
        head.add("content-type", format.mediaType)
        head.add("cache-control", "no-store")
        head.add("vary", "accept")
        exchange.respond(head, body: ByteBuffer(bytes: text))
    }
}

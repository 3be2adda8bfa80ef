import JSONText

@testable import SimulatedProvider

/// A request answered without a socket: the decision and the bytes that its transmission would send.
struct Exchange {
    var status = 0
    var headers: [RecordedRequest.Header] = []
    var body: [UInt8] = []
    var actions: [TransmissionAction] = []

    init(
        _ target: String,
        _ json: JSONValue,
        headers: [(String, String)] = [],
        options: SimulatedProvider.Options = .init()
    ) {
        let ledger = Ledger(capacity: 0)
        let decision = Responder(options: options).decide(
            .make(target, json.bytes, headers: headers),
            isStruck: ledger.strikes
        )
        self.init(Transmission(decision.reply, fault: decision.fault?.fault, pace: decision.pace))
    }

    init(_ transmission: Transmission) {
        var transmission = transmission
        while true {
            let action = transmission.next()
            actions.append(action)
            switch action {
            case .head(let status, let headers):
                self.status = status
                self.headers = headers
            case .write(let bytes): body += bytes
            case .wait: break
            case .hang, .end, .close, .reset: return
            }
        }
    }

    var last: TransmissionAction? { actions.last }
    var text: String { String(decoding: body, as: UTF8.self) }

    var json: JSONValue { (try? JSONValue(parsing: body)) ?? nil }

    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The data of all SSE events, `[DONE]` as a string.
    var events: [JSONValue] {
        ServerSentEvents.parse(body).map { (try? JSONValue(parsing: $0.data)) ?? .string($0.data) }
    }
}

extension IncomingRequest {
    static func make(
        _ target: String,
        _ body: [UInt8],
        method: String = "POST",
        headers: [(String, String)] = []
    ) -> IncomingRequest {
        let all = [("anthropic-version", "2023-06-01")].filter { _ in target.hasPrefix("/v1/messages") } + headers
        return IncomingRequest(
            method: method,
            target: target,
            headers: all.map { RecordedRequest.Header($0.0, $0.1) },
            body: body
        )
    }
}

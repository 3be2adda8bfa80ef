import HTTPWire
import NIOCore

@testable import Gateway

/// Makes what the pipeline's pure stages are given.
enum Heads {
    /// A request's head.
    static func head(_ method: String = "POST", _ target: String = "/", _ fields: [String] = []) throws -> RequestHead {
        let lines = ["\(method) \(target) HTTP/1.1", "host: h"] + fields
        return try RequestHead(parsing: Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8), limits: .init())
    }

    /// What may be asked about a call of somebody without a key.
    static func facts(_ call: Call, _ fields: [String] = [], caller: Caller = .anonymous) throws -> CallFacts {
        CallFacts(call, head: try head("POST", "/", fields), caller: caller)
    }

    /// A call, read as the pipeline reads it.
    static func call(_ target: String, _ body: String, _ fields: [String] = []) throws -> Call {
        let head = try head("POST", target, fields)
        return try CallReader.read(ByteBuffer(string: body), head: head, route: Router.route(head))
    }
}

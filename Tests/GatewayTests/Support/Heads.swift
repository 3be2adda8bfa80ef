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

    /// A call, read as the pipeline reads it.
    static func call(_ target: String, _ body: String, _ fields: [String] = []) throws -> Call {
        let head = try head("POST", target, fields)
        return try CallReader.read(ByteBuffer(string: body), head: head, route: Router.route(head))
    }
}

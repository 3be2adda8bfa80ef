import HTTPWire
public import NIOCore

/// A request to the control plane.
public struct ControlRequest: Sendable {
    /// The method, as it came.
    public var method: String
    /// The path, as it came.
    public var path: String
    /// What follows the `?`; `nil` without one.
    public var query: String?
    /// The header fields in their order, names in lower case.
    public var fields: [(name: String, value: String)]
    /// The whole body.
    public var body: ByteBuffer
    /// The request's id.
    public var id: String
    /// Where the connection comes from; `nil` where the system does not say.
    public var peer: SocketAddress?
    /// Whether the connection is encrypted.
    public var isSecure: Bool

    /// Puts a request together.
    public init(
        method: String,
        path: String,
        query: String? = nil,
        fields: [(name: String, value: String)] = [],
        body: ByteBuffer = ByteBuffer(),
        id: String,
        peer: SocketAddress? = nil,
        isSecure: Bool = false
    ) {
        self.method = method
        self.path = path
        self.query = query
        self.fields = fields
        self.body = body
        self.id = id
        self.peer = peer
        self.isSecure = isSecure
    }

    /// Whether a path belongs to the control plane: `/admin`, `/ui` and what is below them.
    public static func isControlPath(_ path: String) -> Bool {
        let path = path.utf8.span
        // Asked of every request: the first letter tells nearly all of them apart.
        guard path.count >= 3, path[0] == UInt8(ascii: "/") else { return false }
        return switch path[1] {
        case UInt8(ascii: "a"): isBelow("/admin", path)
        case UInt8(ascii: "u"): isBelow("/ui", path)
        default: false
        }
    }

    private static func isBelow(_ root: StaticString, _ path: Span<UInt8>) -> Bool {
        let count = root.utf8CodeUnitCount
        guard path.count >= count else { return false }
        for index in 0..<count where unsafe root.utf8Start[index] != path[index] { return false }
        return path.count == count || path[count] == UInt8(ascii: "/")
    }

    /// Whether a request belongs to the control plane: by its path, or because a browser asks for `/`, which leads to the
    /// dashboard. Programs that ask for `/` get the error of an unknown path.
    static func isControlRequest(_ head: RequestHead) -> Bool {
        if isControlPath(head.path) { return true }
        guard head.path == "/", head.method == "GET" || head.method == "HEAD" else { return false }
        return head.fields.first("accept")?.contains("text/html") ?? false
    }
}

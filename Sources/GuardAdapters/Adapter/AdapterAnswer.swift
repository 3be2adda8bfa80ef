/// What a service answered to one request.
public struct AdapterAnswer: Sendable, Hashable {
    /// The most bytes of a body that are read.
    public static let mostBytes = 8 * 1024 * 1024

    /// The status.
    public var status: Int
    /// The body.
    public var body: [UInt8]

    /// An answer.
    public init(status: Int, body: [UInt8]) {
        self.status = status
        self.body = body
    }
}

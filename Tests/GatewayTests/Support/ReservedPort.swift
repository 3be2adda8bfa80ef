#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Ports of the loopback interface that belong to the test but never serve anybody.
enum ReservedPort {
    struct Failure: Error { let call: String }

    /// Runs a body with a port that refuses connections: it is bound, so that nobody else gets it, and not listened on.
    static func with<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
        let (descriptor, port) = try bound()
        defer { close(descriptor) }
        return try await body(port)
    }

    /// Runs a body with a port that answers no connection attempt: its queue of connections is full.
    static func deaf<Result: Sendable>(_ body: (Int) async throws -> Result) async throws -> Result {
        let (descriptor, port) = try bound()
        defer { close(descriptor) }
        guard listen(descriptor, 0) == 0 else { throw Failure(call: "listen") }
        // The kernel keeps one connection more than the queue's length; the others find no answer.
        var fillers: [Int32] = []
        defer { for filler in fillers { close(filler) } }
        for _ in 0..<4 {
            let filler = socket(AF_INET, streamType | nonBlocking, 0)
            guard filler >= 0 else { throw Failure(call: "socket") }
            fillers.append(filler)
            var address = loopback(port)
            let result = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(filler, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            guard result == 0 || errno == EINPROGRESS else { throw Failure(call: "connect") }
        }
        return try await body(port)
    }

    #if canImport(Glibc)
    private static let streamType = Int32(SOCK_STREAM.rawValue)
    private static let nonBlocking = Int32(SOCK_NONBLOCK.rawValue)
    #else
    private static let streamType = SOCK_STREAM
    private static let nonBlocking = SOCK_NONBLOCK
    #endif

    private static func bound() throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, streamType, 0)
        guard descriptor >= 0 else { throw Failure(call: "socket") }
        var address = loopback(0)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, length) == 0 ? getsockname(descriptor, address, &length) : -1
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(call: "bind")
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(clamping: port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}

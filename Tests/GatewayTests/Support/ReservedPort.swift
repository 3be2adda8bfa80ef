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
            let result = address.withUnsafeMutableBytes { bytes in
                bytes.withMemoryRebound(to: sockaddr.self) { connect(filler, $0.baseAddress, addressLength) }
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
        var length = addressLength
        let result = address.withUnsafeMutableBytes { bytes in
            bytes.withMemoryRebound(to: sockaddr.self) { address in
                bind(descriptor, address.baseAddress, length) == 0
                    ? getsockname(descriptor, address.baseAddress, &length) : -1
            }
        }
        guard result == 0 else {
            close(descriptor)
            throw Failure(call: "bind")
        }
        return (descriptor, Int(address[2]) << 8 | Int(address[3]))
    }

    private static let addressLength: socklen_t = 16

    /// A socket address of 127.0.0.1 as the kernel has it (ip(7)): family in the machine's order, port and address in the
    /// network's. Byte by byte, because the C type's members belong to different modules with different compilers.
    private static func loopback(_ port: Int) -> [UInt8] {
        let family = withUnsafeBytes(of: UInt16(AF_INET)) { Array($0) }
        let port = UInt16(clamping: port)
        return family + [UInt8(port >> 8), UInt8(port & 0xFF), 127, 0, 0, 1] + Array(repeating: 0, count: 8)
    }
}

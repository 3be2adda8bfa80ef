#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The address of a datagram socket: a path, or a name in the abstract namespace (unix(7)).
struct NotifyAddress: Sendable, Hashable {
    /// What stands in `sun_path`, with a leading zero byte for an abstract name.
    private let path: [UInt8]

    /// - Parameter text: an absolute path, or `@` and an abstract name.
    /// - Throws: ``LifecycleError`` with code `invalid_notify_socket`.
    init(_ text: String) throws(LifecycleError) {
        var path = Array(text.utf8)
        guard path.count > 1, path[0] == UInt8(ascii: "/") || path[0] == UInt8(ascii: "@") else {
            throw LifecycleError(.notification, "NOTIFY_SOCKET is neither an absolute path nor '@' and a name")
        }
        if path[0] == UInt8(ascii: "@") { path[0] = 0 }
        // A path is followed by a zero byte.
        guard path.count < Self.capacity else {
            throw LifecycleError(.notification, "NOTIFY_SOCKET is longer than a socket's address can be")
        }
        self.path = path
    }

    private static var capacity: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) }

    /// Runs a body with the address as the system takes it.
    func withAddress<Result>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Result) -> Result {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
        // An abstract name ends where the length says, a path with a zero byte.
        let offset = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? MemoryLayout<sa_family_t>.size
        let length = socklen_t(offset + path.count + (path[0] == 0 ? 0 : 1))
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, length) }
        }
    }
}

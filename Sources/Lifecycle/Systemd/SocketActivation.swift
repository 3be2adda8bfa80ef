#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A listening socket that the service manager opened and passes on at the start (sd_listen_fds(3)). The manager keeps it
/// open over restarts, so that connections wait instead of being refused.
public enum SocketActivation {
    /// The number of the first descriptor that is passed (`SD_LISTEN_FDS_START`).
    private static let firstDescriptor: Int32 = 3

    /// The socket that was passed to this process.
    /// - Parameters:
    ///   - environment: for `LISTEN_FDS` and `LISTEN_PID`.
    ///   - processID: this process.
    /// - Returns: its descriptor, which is the caller's to close; `nil` where none was passed.
    /// - Throws: ``LifecycleError`` with code `invalid_activation` where it is not one listening TCP socket.
    public static func socket(environment: [String: String], processID: Int32) throws(LifecycleError) -> Int32? {
        guard environment["LISTEN_PID"] == "\(processID)", let text = environment["LISTEN_FDS"] else { return nil }
        guard let count = Int(text), count > 0 else { return nil }
        guard count == 1 else {
            throw LifecycleError(.activation, "\(count) sockets were passed in, but there is use for one only")
        }
        try check(firstDescriptor)
        // Whatever this process starts must not hold the socket open.
        _ = fcntl(firstDescriptor, F_SETFD, FD_CLOEXEC)
        return firstDescriptor
    }

    /// Makes sure that a descriptor is what can be served on.
    static func check(_ descriptor: Int32) throws(LifecycleError) {
        guard let type = System.option(SO_TYPE, of: descriptor) else {
            throw LifecycleError(.activation, "what was passed in is no socket: \(System.lastError)")
        }
        var address = sockaddr_storage()
        var size = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &size) }
        }
        let family = Int32(address.ss_family)
        guard result == 0, type == System.stream, family == AF_INET || family == AF_INET6 else {
            throw LifecycleError(.activation, "the socket that was passed in is not a TCP socket")
        }
        guard System.option(SO_ACCEPTCONN, of: descriptor) == 1 else {
            throw LifecycleError(
                .activation,
                "the socket that was passed in does not listen; a .socket unit must not say Accept=yes"
            )
        }
    }
}

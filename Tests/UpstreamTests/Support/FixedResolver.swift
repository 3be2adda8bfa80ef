import NIOCore
import NIOPosix

/// Answers every question about names with the same addresses.
struct FixedResolver: Resolver {
    let v4: [String]
    let v6: [String]

    func initiateAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { answer(v4, port) }
    func initiateAAAAQuery(host: String, port: Int) -> EventLoopFuture<[SocketAddress]> { answer(v6, port) }
    func cancelQueries() {}

    private func answer(_ addresses: [String], _ port: Int) -> EventLoopFuture<[SocketAddress]> {
        MultiThreadedEventLoopGroup.singleton.next().makeCompletedFuture {
            guard !addresses.isEmpty else { throw NoAddress() }
            return try addresses.map { try SocketAddress(ipAddress: $0, port: port) }
        }
    }

    struct NoAddress: Error {}
}

import HTTPWire

/// An address to listen on: a host and a port.
public struct ListenAddress: Sendable, Hashable, CustomStringConvertible {
    /// An IPv4 address, an IPv6 address without brackets, or a host name.
    public let host: String
    /// The port, 0 for one that the system chooses.
    public let port: Int

    /// Puts an address together in code; nothing is checked.
    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }

    /// What Kanmon listens on unless told otherwise.
    public static let standard = ListenAddress(host: "127.0.0.1", port: 4000)

    /// Reads `127.0.0.1:4000`, `[::1]:4000` or `localhost:4000`.
    /// - Returns: nil unless both the host and a port from 0 to 65535 are there.
    public init?(_ text: String) {
        guard let authority = Authority(text), let port = authority.port else { return nil }
        host = authority.host
        self.port = port
    }

    /// Whether only this machine can reach the address.
    public var isLoopback: Bool {
        host == "localhost" || IPAddress(host)?.isLoopback == true
    }

    /// The address as a document writes it.
    public var description: String { "\(host.contains(":") ? "[\(host)]" : host):\(port)" }
}

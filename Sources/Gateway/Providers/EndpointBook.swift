import Crypto
import Settings
import Upstream

/// The providers' endpoints over all configurations: one that a new configuration describes as before stays the same object,
/// and with it its pools of open connections, which are kept by identity.
struct EndpointBook: Sendable {
    /// Everything that makes an endpoint, also what its certificate files hold: renewed ones make another endpoint.
    private struct Description: Hashable, Sendable {
        let origin: UpstreamOrigin
        let tls: UpstreamTLS
        let proxy: UpstreamProxy?
        let limits: UpstreamLimits
        let files: [SHA256Digest?]
    }

    private struct Entry: Sendable {
        let description: Description
        let endpoint: UpstreamEndpoint
    }

    /// A certificate chain is a few kilobytes.
    private static let mostOfAFile = 1 << 20

    private let previous: [String: Entry]
    private var current: [String: Entry] = [:]

    /// A book with nothing in it.
    init() { previous = [:] }

    /// A book for the next configuration.
    init(after book: EndpointBook) { previous = book.current }

    /// The endpoints of the configuration before that this one has no use for.
    var retired: [UpstreamEndpoint] {
        previous.filter { name, entry in current[name]?.endpoint !== entry.endpoint }.map(\.value.endpoint)
    }

    /// A provider's endpoint: the one from before if nothing about it has changed. Reads certificate files.
    /// - Parameter name: the provider's name; two providers never share connections.
    mutating func endpoint(
        of name: String,
        origin: UpstreamOrigin,
        tls: UpstreamTLS,
        proxy: UpstreamProxy?,
        limits: UpstreamLimits
    ) throws(UpstreamError) -> UpstreamEndpoint {
        let paths = [
            tls.additionalAuthoritiesFile, tls.clientCertificate?.chainFile, tls.clientCertificate?.keyFile,
        ]
        let description = Description(
            origin: origin,
            tls: tls,
            proxy: proxy,
            limits: limits,
            files: paths.map { $0.flatMap(Self.digest) }
        )
        let endpoint: UpstreamEndpoint
        if let entry = previous[name], entry.description == description {
            endpoint = entry.endpoint
        } else {
            endpoint = try UpstreamEndpoint(origin: origin, tls: tls, proxy: proxy, limits: limits)
        }
        current[name] = Entry(description: description, endpoint: endpoint)
        return endpoint
    }

    /// What a file holds; `nil` where it cannot be read, which making the endpoint reports.
    private static func digest(_ path: String) -> SHA256Digest? {
        (try? FileReader.live.read(path, mostOfAFile)).map { SHA256.hash(data: $0) }
    }
}

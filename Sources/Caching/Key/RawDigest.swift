/// A request by its bytes: what came in before anything of it was read.
///
/// SHA-256 too, not a faster hash: two bodies that could be made to collide would be answered alike, and one caller could
/// choose what another is answered.
public struct RawDigest: Hashable, Sendable {
    private let digest: CacheDigest

    /// Digests a request.
    /// - Parameters:
    ///   - body: the body's bytes.
    ///   - path: the request's path with its query.
    ///   - tenant: whose it is.
    ///   - variants: everything else that decides what becomes of it, in a fixed order: the values of headers that count,
    ///     the namespace, the number of the configuration in force.
    public init(of body: Span<UInt8>, path: String, tenant: CacheTenant, variants: [String?] = []) {
        var encoder = CanonicalEncoder(domain: "kanmon.raw.1")
        tenant.encode(into: &encoder)
        encoder.write(path)
        encoder.writeList { encoder in
            for variant in variants {
                if let variant { encoder.write(variant) } else { encoder.write(tag: 0) }
            }
        }
        encoder.write(bytes: body)
        digest = encoder.finish()
    }

    /// A word of it, to choose by.
    var word: UInt64 { digest.word }
}

import NIOCore
import Upstream

/// Fetches a price list.
enum PriceDownload {
    /// How long parts of a download may take.
    private static let timeouts = UpstreamTimeouts(
        connect: .seconds(10),
        firstByte: .seconds(60),
        idle: .seconds(30),
        total: .minutes(10)
    )

    /// Fetches the whole answer of a URL: over TLS, or without from this machine.
    /// - Parameters:
    ///   - url: where the prices are.
    ///   - authorities: a PEM file with authorities to trust beside the system's.
    /// - Throws: ``CommandFailure`` in words.
    static func bytes(of url: String, trusting authorities: String? = nil) async throws(CommandFailure) -> [UInt8] {
        var request = HTTPFetch.Request(method: "GET", base: url, target: "", fields: [])
        request.authorities = authorities
        request.timeouts = timeouts
        let answer = try await HTTPFetch.answer(request, limit: PricesFile.limit)
        if (300..<400).contains(answer.status) {
            throw CommandFailure("\(url): the server answered with status \(answer.status); redirects are not followed")
        }
        guard answer.status == 200 else {
            throw CommandFailure("\(url): the server answered with status \(answer.status)")
        }
        return answer.body
    }
}

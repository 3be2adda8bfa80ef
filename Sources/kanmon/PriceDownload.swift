import HTTPWire
import NIOCore
import NIOPosix
import Upstream

/// Fetches a price list.
enum PriceDownload {
    /// Fetches the whole answer of a URL: over TLS, or without from this machine.
    /// - Throws: ``CommandFailure`` in words.
    static func bytes(of url: String) async throws(CommandFailure) -> [UInt8] {
        let group = MultiThreadedEventLoopGroup.singleton
        let client = UpstreamClient(group: group)
        let loop = group.next()
        let result: Result<[UInt8], CommandFailure> = await Task(executorPreference: LoopExecutor(loop)) {
            do {
                return .success(try await fetch(url, with: client, on: loop))
            } catch let error as CommandFailure {
                return .failure(error)
            } catch {
                return .failure(CommandFailure("\(url): cannot be fetched: \(error)"))
            }
        }.value
        await client.shutdown()
        return try result.get()
    }

    private static func fetch(
        _ url: String,
        with client: UpstreamClient,
        on loop: any EventLoop
    ) async throws -> [UInt8] {
        let (origin, path) = try UpstreamOrigin.parse(url)
        let isHere = origin.host == "localhost" || IPAddress(origin.host)?.isLoopback == true
        guard origin.scheme == .https || isHere else {
            throw CommandFailure("\(url): prices are only fetched over https, or from this machine")
        }
        let request = UpstreamRequest.get(
            path.isEmpty ? "/" : path,
            headers: try HeaderBlock([("user-agent", "kanmon/\(Version.current)"), ("accept", "application/json")])
        )
        let response = try await client.send(request, to: try UpstreamEndpoint(origin: origin), on: loop)
        guard response.status == 200 else {
            response.body.cancel()
            throw CommandFailure("\(url): the server answered with status \(response.status)")
        }
        return Array(try await response.body.collect(upTo: PricesFile.limit).readableBytesView)
    }
}

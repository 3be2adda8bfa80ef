import HTTPWire
import NIOCore
import NIOHTTP1
import NIOPosix
import Upstream

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The one place where commands speak HTTP, and where messages to webhooks are posted: one request, one answer, TLS always
/// verified, through the proxy that `HTTPS_PROXY` and its siblings name, as requests to providers go.
enum HTTPFetch {
    /// What is asked.
    struct Request: Sendable {
        var method: String
        /// Scheme, host, port and what stands before every path.
        var base: String
        /// Path and query behind `base`; empty where `base` is the whole URL.
        var target: String
        var fields: [(name: String, value: String)]
        var body: [UInt8]?
        /// A PEM file with authorities to trust beside the system's.
        var authorities: String?
        /// Whether plain HTTP is allowed to other machines than this.
        var allowsPlainText = false
        /// How long parts of the exchange may take.
        var timeouts = HTTPFetch.timeouts
    }

    /// An answer of which the whole body is there.
    struct Answer: Sendable {
        var status: Int
        /// How long the other side asks to be left alone, in seconds; `nil` where it does not say.
        var retryAfter: Int?
        var body: [UInt8]

        init(_ response: UpstreamResponse, body: [UInt8]) {
            status = response.status
            retryAfter = RetryAfter.seconds(in: response.headers, now: WallSeconds.now)
            self.body = body
        }
    }

    /// How long parts of an exchange may take.
    fileprivate static let timeouts = UpstreamTimeouts(
        connect: .seconds(10),
        // A verification of a long ledger says nothing until it is done.
        firstByte: .minutes(30),
        idle: .minutes(2),
        total: .hours(24)
    )

    /// Sends a request and reads the whole answer.
    /// - Parameters:
    ///   - request: what is asked.
    ///   - limit: the most bytes of the body.
    /// - Throws: ``CommandFailure`` in words.
    static func answer(_ request: Request, limit: Int) async throws(CommandFailure) -> Answer {
        try await exchange(request) { response in
            let body = try await response.body.collect(upTo: limit)
            return Answer(response, body: Array(body.readableBytesView))
        }
    }

    /// Sends a request and hands the body of an answer with status 200 over piece by piece.
    /// - Parameters:
    ///   - request: what is asked.
    ///   - limit: the most bytes of the body of any other answer.
    ///   - take: takes a piece.
    /// - Returns: the answer's status, and the body of an answer with any other status.
    static func stream(
        _ request: Request,
        limit: Int,
        _ take: @escaping @Sendable ([UInt8]) throws -> Void
    ) async throws(CommandFailure) -> Answer {
        try await exchange(request) { response in
            guard response.status == 200 else {
                let body = try await response.body.collect(upTo: limit)
                return Answer(response, body: Array(body.readableBytesView))
            }
            while let piece = try await response.body.next() { try take(Array(piece.readableBytesView)) }
            return Answer(response, body: [])
        }
    }

    private static func exchange(
        _ request: Request,
        _ read: @escaping @Sendable (UpstreamResponse) async throws -> Answer
    ) async throws(CommandFailure) -> Answer {
        let group = MultiThreadedEventLoopGroup.singleton
        let client = UpstreamClient(group: group)
        let loop = group.next()
        let result: Result<Answer, CommandFailure> = await Task(executorPreference: LoopExecutor(loop)) {
            do {
                return .success(try await read(try await send(request, with: client, on: loop)))
            } catch let error as CommandFailure {
                return .failure(error)
            } catch {
                return .failure(CommandFailure("\(request.base): \(error)"))
            }
        }.value
        await client.shutdown()
        return try result.get()
    }

    private static func send(
        _ request: Request,
        with client: UpstreamClient,
        on loop: any EventLoop
    ) async throws -> UpstreamResponse {
        let (origin, path) = try UpstreamOrigin.parse(request.base)
        let isHere = origin.host == "localhost" || IPAddress(origin.host)?.isLoopback == true
        guard origin.scheme == .https || isHere || request.allowsPlainText else {
            throw CommandFailure("\(request.base): plain HTTP is spoken to this machine only")
        }
        let target =
            path.hasSuffix("/") && request.target.hasPrefix("/")
            ? path.dropLast() + request.target : path + request.target
        let fields = [(name: "user-agent", value: "kanmon/\(Version.current)"), (name: "accept", value: "*/*")]
        let message = UpstreamRequest(
            method: .init(rawValue: request.method),
            target: target.isEmpty ? "/" : String(target),
            headers: try HeaderBlock(fields + request.fields),
            body: request.body.map { ByteBuffer(bytes: $0) }
        )
        let proxies = try ProxySettings(environment: ProcessInfo.processInfo.environment)
        let endpoint = try UpstreamEndpoint(
            origin: origin,
            tls: UpstreamTLS(additionalAuthoritiesFile: request.authorities),
            proxy: proxies.proxy(for: origin)
        )
        return try await client.send(message, to: endpoint, timeouts: request.timeouts, on: loop)
    }
}

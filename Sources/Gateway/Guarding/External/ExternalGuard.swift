import GuardAdapters
import Guardrails
import HTTPWire
import ModelAPI
import NIOCore
import NIOHTTP1
import Routing
import Settings
import Synchronization
import Upstream

/// One guardrail that another service looks for: how it is asked, how long it is waited for, and when it is left alone.
final class ExternalGuard: Sendable {
    /// Its place among the configuration's guardrails.
    let place: Int
    /// Its name.
    let name: String
    /// Whether it is asked while the model works already.
    let isParallel: Bool
    private let adapter: any GuardAdapter
    private let endpoint: UpstreamEndpoint
    private let pathPrefix: String
    private let timeout: Duration
    private let memory: VerdictMemory?
    private let breaker = Mutex(Breaker(policy: BreakerPolicy()))

    /// Longer answers are none.
    private static let mostOfAnAnswer = 8 << 20

    /// Prepares a guardrail.
    /// - Parameters:
    ///   - endpoints: gives the endpoint of the configuration before where it is the same.
    /// - Throws: ``GatewayError`` where the service cannot be asked as the document says.
    init(
        _ guardrail: GuardrailConfiguration,
        _ adapter: GuardAdapterConfiguration,
        place: Int,
        in configuration: KanmonConfiguration,
        proxies: ProxySettings,
        endpoints: inout EndpointBook
    ) throws(GatewayError) {
        self.place = place
        name = guardrail.name
        timeout = guardrail.timeout ?? GuardrailConfiguration.serviceTimeout
        isParallel = adapter.isParallel
        memory = VerdictMemory(lifetime: adapter.cacheLifetime)
        let made: any GuardAdapter
        do {
            made = try GuardAdapters.make(
                adapter.kind,
                try AdapterSettings(adapter, among: configuration.providers)
            )
        } catch {
            throw GatewayError(.configuration, "the guardrail '\(guardrail.name)': \(error)")
        }
        self.adapter = made
        do {
            let url = try BaseURL(parsing: made.baseURL)
            pathPrefix = url.pathPrefix
            let origin = try UpstreamOrigin(
                scheme: url.scheme == .https ? .https : .http,
                host: url.host,
                port: url.port
            )
            endpoint = try endpoints.endpoint(
                of: "guardrail \(guardrail.name)",
                origin: origin,
                tls: UpstreamTLS(),
                proxy: proxies.proxy(for: origin),
                limits: UpstreamLimits()
            )
        } catch {
            throw GatewayError(.configuration, "the guardrail '\(guardrail.name)': \(error)")
        }
    }

    /// Asks the service.
    /// - Throws: ``Guardrails/GuardFailure`` where it does not answer in time, or answers what makes no sense.
    func look(
        at question: AdapterQuestion,
        _ client: UpstreamClient,
        on loop: any EventLoop
    ) async throws(GuardFailure) -> AdapterVerdict {
        let digest = memory.map { _ in VerdictMemory.digest(of: question) }
        let begun = Moment.now()
        if let digest, let known = memory?.verdict(for: digest, now: begun) { return known }
        let entry = breaker.withLock { $0.tryEnter(now: begun) }
        if case .refused = entry { throw failure("it has failed too often and is left alone for a while") }
        do {
            let verdict = try await ask(question, client, loop)
            report(.success, entry, begun)
            if let digest { memory?.remember(verdict, for: digest, now: .now()) }
            return verdict
        } catch {
            // Who goes away says nothing about the service.
            report(Task.isCancelled ? .neutral : .failure, entry, begun)
            throw failure("\(error)")
        }
    }

    private func ask(
        _ question: AdapterQuestion,
        _ client: UpstreamClient,
        _ loop: any EventLoop
    ) async throws -> AdapterVerdict {
        let requests = try adapter.requests(for: question)
        let deadline = NIODeadline.now() + TimeAmount(timeout)
        let answers = try await withThrowingTaskGroup(of: (Int, AdapterAnswer).self) { group in
            for (index, request) in requests.enumerated() {
                group.addTask { (index, try await self.send(request, by: deadline, client, loop)) }
            }
            var answers = [AdapterAnswer?](repeating: nil, count: requests.count)
            for try await (index, answer) in group { answers[index] = answer }
            return answers.compactMap(\.self)
        }
        return try adapter.verdict(from: answers, for: question)
    }

    private func send(
        _ request: AdapterRequest,
        by deadline: NIODeadline,
        _ client: UpstreamClient,
        _ loop: any EventLoop
    ) async throws -> AdapterAnswer {
        let left = max(.milliseconds(1), deadline - .now())
        let timeouts = UpstreamTimeouts(connect: left, firstByte: left, idle: left, total: left)
        let target = pathPrefix + request.path
        let fields = request.fields.map { (name: $0.name, value: $0.value) }
        let response = try await client.send(
            UpstreamRequest(
                method: .POST,
                target: target.isEmpty ? "/" : target,
                headers: try HeaderBlock(fields),
                body: ByteBuffer(bytes: request.body)
            ),
            to: endpoint,
            timeouts: timeouts,
            on: loop
        )
        let body = try await response.body.collect(upTo: Self.mostOfAnAnswer)
        return AdapterAnswer(status: response.status, body: Array(body.readableBytesView))
    }

    private func report(_ result: Breaker.Result, _ entry: Breaker.Entry, _ begun: Moment) {
        breaker.withLock { breaker in
            var random = SystemRandomNumberGenerator()
            breaker.record(result, of: entry, begun: begun, now: .now(), random: &random)
        }
    }

    private func failure(_ reason: String) -> GuardFailure { GuardFailure(guardrail: name, reason: reason) }
}

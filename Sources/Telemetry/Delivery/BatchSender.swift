import Synchronization

/// Collects things into batches and delivers them, one batch after the other, from a task of its own. What does not fit into
/// the queue while a server is slow, and what cannot be delivered, is let go of and counted.
final class BatchSender<Element: Sendable>: Sendable {
    /// When a batch is full.
    struct Limits: Sendable {
        /// The most weight of a batch.
        var batch: Int
        /// How long the first of a batch waits for others, in milliseconds.
        var interval: Int
        /// The most weight that waits.
        var queue: Int
    }

    /// An element, what it weighs, and how many records it is.
    private struct Item: Sendable {
        var element: Element
        var weight: Int
        var count: Int
    }

    private let queue: HandoverQueue<Item>
    private let limits: Limits
    private let policy: DeliveryPolicy
    private let request: @Sendable ([Element]) -> TelemetryRequest?
    private let transport: any TelemetryTransport
    private let waiting = Atomic<Int>(0)
    private let isClosing = Atomic<Bool>(false)
    private let task = Mutex<Task<Void, Never>?>(nil)
    private let hasEnded = Flag()

    /// What is under way is given up so long before the last moment, so that it can end in order.
    private static var reserve: Duration { .milliseconds(200) }

    /// - Parameters:
    ///   - request: how a batch is sent; `nil` where nothing of it is to be sent.
    init(
        _ limits: Limits,
        policy: DeliveryPolicy = DeliveryPolicy(),
        transport: any TelemetryTransport,
        request: @escaping @Sendable ([Element]) -> TelemetryRequest?
    ) {
        self.limits = limits
        self.policy = policy
        self.transport = transport
        self.request = request
        queue = HandoverQueue(limit: limits.queue)
        let task = Task { [self] in await run() }
        self.task.withLock { $0 = task }
    }

    var dropped: Int { queue.dropped }

    /// Hands something over; never waits.
    func push(_ element: Element, weight: Int, count: Int = 1) {
        let item = Item(element: element, weight: weight, count: count)
        if let total = queue.push(item, weight: weight, lostCount: count) {
            waiting.store(total, ordering: .relaxed)
        }
    }

    /// Delivers what waits, as far as that is possible until some moment, and ends.
    func close(by deadline: Deadline) async {
        isClosing.store(true, ordering: .releasing)
        if await deadline.earlier(by: Self.reserve).wait(until: { self.hasEnded.isRaised }) { return }
        task.withLock { $0 }?.cancel()
        await deadline.wait { self.hasEnded.isRaised }
    }

    private func run() async {
        var isLast = false
        while !isLast {
            isLast = isClosing.load(ordering: .acquiring)
            if !isLast { await pause() }
            waiting.store(0, ordering: .relaxed)
            for batch in batches(queue.takeAll()) { await deliver(batch) }
        }
        hasEnded.raise()
    }

    /// Waits until a batch is full, or has waited long enough.
    private func pause() async {
        let tick = min(limits.interval, 50)
        var waited = 0
        while waited < limits.interval, waiting.load(ordering: .relaxed) < limits.batch,
            !isClosing.load(ordering: .acquiring)
        {
            do { try await Task.sleep(for: .milliseconds(tick)) } catch { return }
            waited += tick
        }
    }

    private func batches(_ items: [Item]) -> [[Item]] {
        var batches: [[Item]] = []
        var batch: [Item] = []
        var weight = 0
        for item in items {
            if !batch.isEmpty, weight + item.weight > limits.batch {
                batches.append(batch)
                (batch, weight) = ([], 0)
            }
            batch.append(item)
            weight += item.weight
        }
        return batch.isEmpty ? batches : batches + [batch]
    }

    private func deliver(_ batch: [Item]) async {
        // Where the time is up, nothing is made that would not be sent.
        guard !Task.isCancelled else { return lose(batch) }
        guard let request = request(batch.map(\.element)) else { return }
        var tries = 0
        while true {
            tries += 1
            // Why a server was not reached is not told: the log itself may be what goes there.
            let response = Task.isCancelled ? nil : try? await transport.send(request)
            switch policy.step(after: response, tries: tries, chance: .random(in: 0..<1)) {
            case .delivered: return
            case .givenUp: return lose(batch)
            case .again(let milliseconds):
                guard !isClosing.load(ordering: .acquiring), await slept(milliseconds) else { return lose(batch) }
            }
        }
    }

    private func lose(_ batch: [Item]) { queue.lose(batch.reduce(0) { $0 + $1.count }) }

    /// - Returns: whether the time has passed, and nobody wants to end.
    private func slept(_ milliseconds: Int) async -> Bool {
        var rest = milliseconds
        while rest > 0 {
            if isClosing.load(ordering: .acquiring) { return true }
            do { try await Task.sleep(for: .milliseconds(min(rest, 100))) } catch { return false }
            rest -= 100
        }
        return true
    }
}

import Alerting
import JSONText
public import Logging
public import Settings
public import Store

/// Brings messages to channels: keeps them until they are taken, also over a restart, and tries again.
public actor NoticeDesk {
    /// How often it looks whether a message is to be tried.
    public static let standardInterval = Duration.seconds(2)

    private let store: any SettingStore
    private let channels: @Sendable () -> [AlertChannel]
    private let sender: @Sendable (AlertChannel) -> (any NoticeSender)?
    private let clock: ControlClock
    private let logger: Logger
    /// `nil` until what was kept has been read.
    private var outbox: Outbox?
    private var gate = SerialGate()
    /// What came of the last message to each channel.
    private var results: [String: Delivery] = [:]

    /// What came of the last message to a channel.
    struct Delivery: Sendable {
        /// When, in nanoseconds since 1970 UTC.
        var time: Int64
        /// What went wrong; `nil` where it was taken.
        var error: String?
    }

    /// A desk.
    /// - Parameters:
    ///   - store: where messages are kept.
    ///   - channels: gives the channels in use.
    ///   - sender: gives what delivers to a channel; `nil` where nothing can.
    ///   - clock: the wall clock.
    ///   - logger: told of messages that are not delivered.
    public init(
        store: any SettingStore,
        channels: @escaping @Sendable () -> [AlertChannel],
        sender: @escaping @Sendable (AlertChannel) -> (any NoticeSender)?,
        clock: ControlClock,
        logger: Logger
    ) {
        self.store = store
        self.channels = channels
        self.sender = sender
        self.clock = clock
        self.logger = logger
    }

    /// Delivers what waits, until the task is cancelled.
    public func run(
        every interval: Duration = standardInterval,
        waiting: any Clock<Duration> = ContinuousClock()
    ) async {
        while !Task.isCancelled {
            await deliver()
            do { try await waiting.sleep(for: interval) } catch { return }
        }
    }

    /// Takes messages to be delivered. They are kept when this returns.
    func take(_ messages: [(notice: AlertNotice, id: String, channel: String)]) async throws(StoreError) {
        guard !messages.isEmpty else { return }
        try await load()
        let dropped = outbox?.dropped ?? 0
        for message in messages {
            outbox?.add(message.notice, id: message.id, channel: message.channel, at: clock.seconds)
        }
        if (outbox?.dropped ?? 0) > dropped { logger.error("too many messages wait: the oldest were dropped") }
        try await keep()
    }

    /// Tries everything that is due, once; of each channel in order.
    func deliver() async {
        do throws(StoreError) {
            try await load()
            let due = outbox?.due(at: clock.seconds) ?? []
            guard !due.isEmpty else { return }
            var failing: Set<String> = []
            for letter in due where !failing.contains(letter.channel) {
                if await !deliver(letter) { failing.insert(letter.channel) }
            }
            try await keep()
        } catch {
            logger.error("messages cannot be kept", metadata: ["error": "\(error)"])
        }
    }

    /// Sends a message at once, past those that wait.
    /// - Returns: what went wrong; `nil` where it was taken.
    func test(_ notice: AlertNotice, id: String, channel: AlertChannel) async -> String? {
        guard let sender = sender(channel) else { return "this gateway cannot send to this kind of channel" }
        let error = await Self.send(notice, id: id, by: sender)?.description
        results[channel.name] = Delivery(time: clock.nanoseconds, error: error)
        return error
    }

    /// What came of the last message to a channel, and how many wait for it.
    func standing(of channel: String) async throws(StoreError) -> (last: Delivery?, waiting: Int) {
        try await load()
        return (results[channel], outbox?.letters.count { $0.channel == channel } ?? 0)
    }

    /// - Returns: whether the next message to the channel may be tried.
    private func deliver(_ letter: Outbox.Letter) async -> Bool {
        // A channel that is no longer there gets nothing.
        guard let channel = channels().first(where: { $0.name == letter.channel }), let sender = sender(channel) else {
            outbox?.settle(letter)
            return true
        }
        let failure = await Self.send(letter.notice, id: letter.id, by: sender)
        results[channel.name] = Delivery(time: clock.nanoseconds, error: failure?.description)
        guard let failure else {
            outbox?.settle(letter)
            return true
        }
        var isTriedAgain = false
        if failure.isTransient {
            isTriedAgain = outbox?.postpone(letter, at: clock.seconds, asked: failure.retryAfter) ?? false
        } else {
            outbox?.settle(letter)
        }
        logger.warning(
            isTriedAgain ? "a message was not delivered and is tried again" : "a message was not delivered",
            metadata: ["channel": "\(channel.name)", "message": "\(letter.id)", "error": "\(failure)"]
        )
        return !isTriedAgain
    }

    private static func send(_ notice: AlertNotice, id: String, by sender: any NoticeSender) async -> NoticeFailure? {
        do {
            try await sender.send(notice, id: id)
            return nil
        } catch let failure as NoticeFailure {
            return failure
        } catch {
            return NoticeFailure("\(error)", isTransient: true)
        }
    }

    private func load() async throws(StoreError) {
        guard outbox == nil else { return }
        let kept = try await store.setting(.outbox)
        // While the store was asked, somebody else may have.
        guard outbox == nil else { return }
        outbox = kept.flatMap { try? JSONValue(parsing: $0) }.map(Outbox.init(json:)) ?? Outbox()
    }

    /// Keeps the outbox as it is when its turn has come, so that no older one takes the place of a newer one.
    private func keep() async throws(StoreError) {
        if !gate.enter() { await withCheckedContinuation { gate.wait($0) } }
        defer { gate.leave() }
        guard let outbox else { return }
        try await store.set(.outbox, to: outbox.json.bytes)
    }
}

import Signing
import Synchronization

/// Stores lines as objects in a bucket of S3 or of a service that speaks as it does, one object a batch.
public final class ObjectSink: LogSink {
    /// Where objects go, and in whose name.
    public struct Place: Sendable {
        /// The `host` field's value of the service.
        public var host: String
        /// What stands before every path of the service; empty for none.
        public var pathPrefix: String
        /// The bucket, which stands first in the path.
        public var bucket: String
        /// What the names of all objects begin with; empty, or with a slash at its end.
        public var prefix: String
        /// The region that requests are signed for.
        public var region: String
        /// The name of the credential.
        public var accessKeyID: String
        /// The credential. Secret.
        public var secretAccessKey: String
        /// What belongs to a credential of limited life. Secret.
        public var sessionToken: String?

        /// A place.
        public init(
            host: String,
            pathPrefix: String = "",
            bucket: String,
            prefix: String = "",
            region: String,
            accessKeyID: String,
            secretAccessKey: String,
            sessionToken: String? = nil
        ) {
            self.host = host
            self.pathPrefix = pathPrefix
            self.bucket = bucket
            self.prefix = prefix
            self.region = region
            self.accessKeyID = accessKeyID
            self.secretAccessKey = secretAccessKey
            self.sessionToken = sessionToken
        }
    }

    /// `s3`.
    public let name = "s3"
    /// How its lines look.
    public let encoder = LogEncoder(.json)
    private let sender: BatchSender<LineBatch>

    /// Begins to store.
    /// - Parameters:
    ///   - place: where.
    ///   - instance: what tells the objects of this process from those of others: a random word.
    ///   - batchBytes: the most bytes of an object; a single line may be larger.
    ///   - interval: how long lines wait for others, in milliseconds.
    ///   - clock: nanoseconds since 1970 UTC.
    ///   - transport: sends the requests.
    public init(
        _ place: Place,
        instance: String,
        batchBytes: Int = 4 * 1024 * 1024,
        interval: Int = 60_000,
        policy: DeliveryPolicy = DeliveryPolicy(),
        clock: @escaping @Sendable () -> Int64,
        transport: any TelemetryTransport
    ) {
        let signature = SignatureV4(
            accessKeyID: place.accessKeyID,
            secretAccessKey: place.secretAccessKey,
            sessionToken: place.sessionToken,
            region: place.region,
            service: "s3"
        )
        let limits = BatchSender<LineBatch>.Limits(batch: batchBytes, interval: interval, queue: LineBatch.mostBytes)
        let number = Counter()
        let signing = SigningTransport(transport: transport, signature: signature, host: place.host, clock: clock)
        sender = BatchSender(limits, policy: policy, transport: signing) { lines in
            let key = Self.key(place.prefix, instance: instance, number: number.next(), time: clock())
            return TelemetryRequest(
                method: "PUT",
                target: "\(place.pathPrefix)/\(SignatureV4.escapedPath(place.bucket))/\(SignatureV4.escapedPath(key))",
                fields: [(name: "content-type", value: "application/x-ndjson")],
                body: lines.flatMap(\.lines)
            )
        }
    }

    /// How many lines it has let go of.
    public var dropped: Int { sender.dropped }

    /// Takes some lines.
    public func take(_ lines: [UInt8], count: Int) {
        sender.push(LineBatch(lines: lines, count: count), weight: lines.count, count: count)
    }

    /// Stores what waits, as far as that is possible until some moment.
    public func close(by deadline: Deadline) async { await sender.close(by: deadline) }

    /// An object's name, by hours: `logs/2026/11/21/22/20261121T220503-4f1c-1.jsonl`.
    static func key(_ prefix: String, instance: String, number: Int, time: Int64) -> String {
        let parts = InstantText.parts(time)
        let two = InstantText.two
        let path = parts.date.split(separator: "-").joined(separator: "/")
        let moment = parts.date.filter { $0 != "-" } + "T" + two(parts.hour) + two(parts.minute) + two(parts.second)
        return "\(prefix)\(path)/\(two(parts.hour))/\(moment)-\(instance)-\(number).jsonl"
    }

    /// Numbers objects.
    private final class Counter: Sendable {
        private let count = Atomic<Int>(0)
        func next() -> Int { count.wrappingAdd(1, ordering: .relaxed).newValue }
    }

    /// Signs each request when it goes out: a signature is good for some minutes only, and tries may be further apart.
    private struct SigningTransport: TelemetryTransport {
        let transport: any TelemetryTransport
        let signature: SignatureV4
        let host: String
        let clock: @Sendable () -> Int64

        func send(_ request: TelemetryRequest) async throws -> TelemetryResponse {
            var request = request
            request.fields += signature.fields(
                method: request.method,
                path: request.target,
                host: host,
                body: request.body,
                time: clock()
            )
            return try await transport.send(request)
        }
    }
}

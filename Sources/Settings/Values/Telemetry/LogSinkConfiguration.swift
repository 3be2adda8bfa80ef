/// Where lines of the log go.
public enum LogSinkConfiguration: Sendable, Hashable {
    /// Standard output.
    case standardOutput(LogLayout)
    /// Standard error.
    case standardError(LogLayout)
    /// A file.
    case file(FileLog)
    /// A collector that takes newline-delimited JSON.
    case http(HTTPLog)
    /// A bucket of S3, or of a service that speaks as it does.
    case s3(ObjectLog)

    /// A file that lines are added to.
    public struct FileLog: Sendable, Hashable {
        /// The file.
        public var path: String
        /// How lines look.
        public var layout: LogLayout
        /// From which size on another file is begun, in bytes.
        public var maximumBytes: Int
        /// From which age on; `nil` for none.
        public var maximumAge: Duration?
        /// How many full files stay.
        public var keep: Int
        /// Whether these are compressed.
        public var compresses: Bool
    }

    /// A collector.
    public struct HTTPLog: Sendable, Hashable {
        /// Where it is.
        public var url: BaseURL
        /// Fields of every request.
        public var headers: [HeaderField]
        /// How long lines wait for others.
        public var interval: Duration
    }

    /// A bucket.
    public struct ObjectLog: Sendable, Hashable {
        /// Where the service is; `nil` for Amazon's of the region.
        public var endpoint: BaseURL?
        /// The bucket.
        public var bucket: String
        /// What the names of all objects begin with.
        public var prefix: String
        /// The region that requests are signed for.
        public var region: String
        /// The credential's name.
        public var accessKeyID: Secret
        /// The credential.
        public var secretAccessKey: Secret
        /// What belongs to a credential of limited life.
        public var sessionToken: Secret?
        /// How long lines wait for others.
        public var interval: Duration
    }
}

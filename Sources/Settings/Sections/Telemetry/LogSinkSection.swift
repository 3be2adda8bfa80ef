/// `telemetry.log.sinks[]`: where lines of the log go.
enum LogSinkSection: Section {
    /// A sink, before it knows how lines look where it does not say.
    struct Value: Sendable {
        let configuration: @Sendable (LogLayout) -> LogSinkConfiguration
    }

    /// The kinds of sinks; the raw value is what a document writes.
    enum Kind: String, CaseIterable, Sendable {
        case stdout
        case stderr
        case file
        case http
        case s3
    }

    static let type = Field<Kind?>.required("type", .choice, "What kind of sink it is.")
    static let format = Field<LogLayout?>.optional(
        "format",
        .choice,
        otherwise: "`telemetry.log.format`",
        "How lines look. What goes to a collector or a bucket is JSON always, and so is a file unless it says `human`."
    )
    static let path = Field<String?>.optional(
        "path",
        .outputFile,
        "The file; it is made for its owner alone. When it is full it becomes `PATH.1`, the one before `PATH.2`."
    )
    static let maxSize = Field(
        "max_size",
        .size((64 << 10)...(1 << 40)),
        default: 100 << 20,
        "From which size on another file is begun."
    )
    static let maxAge = Field<Duration?>.optional(
        "max_age",
        .duration(.seconds(60) ... .seconds(366 * 86_400)),
        otherwise: "any age",
        "From which age on another file is begun."
    )
    static let keep = Field("keep", .integer(0...1000), default: 7, "How many full files stay.")
    static let compress = Field(
        "compress",
        .boolean,
        default: true,
        "Compress full files with gzip: `PATH.1` becomes `PATH.1.gz`."
    )
    static let url = Field<BaseURL?>.optional(
        "url",
        .baseURL,
        "Where lines are posted to, as newline-delimited JSON."
    )
    static let headers = Field(
        "headers",
        .map(.header, to: .headerValue),
        default: [],
        "Header fields of every request, such as `authorization`. Take credentials from variables."
    )
    static let endpoint = Field<BaseURL?>.optional(
        "endpoint",
        .baseURL,
        otherwise: "Amazon's of the region",
        "Where the service is, for others than Amazon's. Buckets stand in the path."
    )
    static let bucket = Field<String?>.optional("bucket", .name(.bucket), "The bucket.")
    static let prefix = Field<String?>.optional(
        "prefix",
        .anyText,
        otherwise: "`kanmon/`",
        "What the names of all objects begin with; year, month, day and hour follow."
    )
    static let region = Field(
        "region",
        .name(.region),
        default: "us-east-1",
        "The region that requests are signed for."
    )
    static let accessKeyID = Field<Secret?>.optional("access_key_id", .secret(), "The credential's name.")
    static let secretAccessKey = Field<Secret?>.optional(
        "secret_access_key",
        .secret(),
        "The credential. Take it from a variable or a file."
    )
    static let sessionToken = Field<Secret?>.optional(
        "session_token",
        .secret(),
        otherwise: "none",
        "What belongs to a credential of limited life."
    )
    static let interval = Field<Duration?>.optional(
        "interval",
        .duration(.milliseconds(50) ... .seconds(3600)),
        otherwise: "`1s` for `http`, `1m` for `s3`",
        "How long lines wait for others to be sent along."
    )

    private static let files = [path.name, maxSize.name, maxAge.name, keep.name, compress.name]
    private static let posts = [url.name, headers.name]
    private static let objects = [
        endpoint.name, bucket.name, prefix.name, region.name, accessKeyID.name, secretAccessKey.name, sessionToken.name,
    ]

    static let description = SectionDescription(
        help: "Where lines of the log go.",
        fields: [
            type.description, format.description, path.description, maxSize.description, maxAge.description,
            keep.description, compress.description, url.description, headers.description, endpoint.description,
            bucket.description,
            prefix.description, region.description, accessKeyID.description, secretAccessKey.description,
            sessionToken.description, interval.description,
        ],
        rules: [
            SectionRule(
                field: type.name,
                values: [Kind.stdout.rawValue, Kind.stderr.rawValue],
                forbidden: files + posts + objects + [interval.name]
            ),
            SectionRule(
                field: type.name,
                values: [Kind.file.rawValue],
                required: [path.name],
                forbidden: posts + objects + [interval.name]
            ),
            SectionRule(
                field: type.name,
                values: [Kind.http.rawValue],
                required: [url.name],
                forbidden: files + objects + [format.name]
            ),
            SectionRule(
                field: type.name,
                values: [Kind.s3.rawValue],
                required: [bucket.name, accessKeyID.name, secretAccessKey.name],
                forbidden: files + posts + [format.name]
            ),
        ]
    )

    static func read(_ section: SectionReader) -> Value? {
        let format = section[format]
        guard let kind = section[type] else { return nil }
        switch kind {
        case .stdout: return Value { .standardOutput(format ?? $0) }
        case .stderr: return Value { .standardError(format ?? $0) }
        case .file:
            let (path, maxSize, maxAge, keep) = (section[path], section[maxSize], section[maxAge], section[keep])
            let compress = section[compress]
            return path.map { path in
                Value { _ in
                    .file(
                        LogSinkConfiguration.FileLog(
                            path: path,
                            layout: format == .human ? .human : .json,
                            maximumBytes: maxSize,
                            maximumAge: maxAge,
                            keep: keep,
                            compresses: compress
                        )
                    )
                }
            }
        case .http:
            let headers = section[headers].map { HeaderField(name: $0.name.lowercased(), value: $0.value) }
            let interval = section[interval] ?? .seconds(1)
            return section[url].map { url in
                Value { _ in .http(LogSinkConfiguration.HTTPLog(url: url, headers: headers, interval: interval)) }
            }
        case .s3: return object(section).map { object in Value { _ in .s3(object) } }
        }
    }

    private static func object(_ section: SectionReader) -> LogSinkConfiguration.ObjectLog? {
        let (endpoint, prefix, region) = (section[endpoint], section[prefix] ?? "kanmon/", section[region])
        let (sessionToken, interval) = (section[sessionToken], section[interval] ?? .seconds(60))
        guard let bucket = section[bucket], let id = section[accessKeyID], let secret = section[secretAccessKey] else {
            return nil
        }
        return LogSinkConfiguration.ObjectLog(
            endpoint: endpoint,
            bucket: bucket,
            prefix: prefix,
            region: region,
            accessKeyID: id,
            secretAccessKey: secret,
            sessionToken: sessionToken,
            interval: interval
        )
    }
}

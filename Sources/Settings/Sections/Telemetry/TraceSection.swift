/// `telemetry.traces`: traces for a collector of OpenTelemetry.
enum TraceSection: Section {
    static let endpoint = Field<BaseURL?>.required(
        "endpoint",
        .baseURL,
        "The collector's address for OTLP over HTTP, such as `http://127.0.0.1:4318`; `/v1/traces` stands behind it."
    )
    static let sample = Field(
        "sample",
        .share(),
        default: 1.0,
        "The share of traces that are exported, of those that begin here. A trace that a caller began is exported where the "
            + "caller says so; failed requests are exported always."
    )
    static let headers = Field(
        "headers",
        .map(.header, to: .headerValue),
        default: [],
        "Header fields of every request to the collector, such as `authorization`. Take credentials from variables."
    )
    static let serviceName = Field(
        "service_name",
        .name(.key),
        default: "kanmon",
        "What the collector is told that this is."
    )

    static let description = SectionDescription(
        help: "Traces for a collector of OpenTelemetry.",
        fields: [endpoint.description, sample.description, headers.description, serviceName.description]
    )

    static func read(_ section: SectionReader) -> TraceConfiguration? {
        let (sample, name) = (section[sample], section[serviceName])
        let headers = section[headers].map { HeaderField(name: $0.name.lowercased(), value: $0.value) }
        return section[endpoint].map {
            TraceConfiguration(endpoint: $0, sample: sample, headers: headers, serviceName: name)
        }
    }
}

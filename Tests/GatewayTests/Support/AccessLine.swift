import Gateway
import Logging
import Telemetry

/// The line of a call in the log.
enum AccessLine {
    static func text(of record: RequestRecord) -> String {
        var line = LineScribe()
        record.write(to: &line, level: .info, nil, promptCharacters: 0)
        return String(decoding: line.out, as: UTF8.self)
    }
}

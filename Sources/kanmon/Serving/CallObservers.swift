import ControlPlane
import Gateway

/// All who are told of calls that are over: the log and traces, and what the admin API remembers.
struct CallObservers: CallObserver {
    let telemetry: TelemetryServices
    let recent: RecentCalls

    var wantsRecords: Bool { recent.isKeeping || telemetry.wantsRecords }

    func observe(_ record: RequestRecord, question: LoggedQuestion?) {
        telemetry.observe(record, question)
        recent.observe(record)
    }

    func observe(_ refusal: RefusalNotice) { telemetry.observe(refusal) }
}

internal import Files
internal import JSON
public import Reconciliation
public import Workflow

/// The header of a snapshot, `snapshot.json`: what it was made of.
public struct SnapshotHeader: Hashable, Sendable {
    /// The format that this version writes and reads.
    public static let format = 1

    /// The Jira it was read from, and when by Jira's clock.
    public var site: JiraSite
    /// The table it was read from, as `database/schema.table`.
    public var table: String
    /// The issues that the plan would open again and whose workflow has no way back, in ascending order of ids.
    public var deadEnds: [IssueID]
    /// The forecasts of the plan's actions, where there is something to tell.
    public var forecasts: ForecastList

    /// Makes a header.
    public init(
        site: JiraSite,
        table: String,
        deadEnds: [IssueID] = [],
        forecasts: ForecastList = ForecastList()
    ) {
        self.site = site
        self.table = table
        self.deadEnds = deadEnds
        self.forecasts = forecasts
    }

    /// The bytes of `snapshot.json`.
    public var bytes: [UInt8] {
        var json: JSONObject = [
            "format": .integer(Self.format),
            "jira": [
                "site": .string(site.url),
                "project": .string(site.project),
                "project_id": .string(site.projectID),
                "time": .integer(Int(site.time)),
            ],
            "table": .string(table),
        ]
        if site.deployment != .cloud { json["deployment"] = .string(site.deployment.rawValue) }
        if !site.fieldIDs.isEmpty {
            let ids = site.fieldIDs.sorted { $0.key < $1.key }.map { ($0.key, JSON.string($0.value)) }
            json["fields"] = .object(JSONObject(ids))
        }
        if !deadEnds.isEmpty {
            json["no_way_back"] = .array(deadEnds.map { .string($0.description) })
        }
        if !forecasts.isEmpty { json["forecasts"] = forecasts.json }
        return JSON.object(json).serialized(.pretty) + [0x0a]
    }

    /// Reads `snapshot.json`; throws a `Problem` when it is not one, or of a later format.
    public init(reading path: String) throws(Problem) {
        let file = try mapped(path)
        let json: JSON
        do {
            json = try JSON(parsing: file.bytes)
        } catch {
            throw .notASnapshot(path, "\(error)")
        }
        guard let format = json["format"]?.integer else { throw .notASnapshot(path, "it has no format") }
        guard format == Self.format else { throw .otherFormat(format, in: path) }
        do throws(Fault) {
            try self.init(json)
        } catch {
            throw .notASnapshot(path, error.reason)
        }
    }

    /// A reason why an object is no header.
    private struct Fault: Error {
        let reason: String
    }

    private init(_ json: JSON) throws(Fault) {
        guard let jira = json["jira"], let url = jira["site"]?.string, let project = jira["project"]?.string,
            let projectID = jira["project_id"]?.string, let time = jira["time"]?.integer,
            let table = json["table"]?.string
        else { throw Fault(reason: "a member is missing") }
        guard Watermark.moments.contains(time) else {
            throw Fault(reason: "its time cannot be: \(time)")
        }
        guard let deployment = Deployment(rawValue: json["deployment"]?.string ?? Deployment.cloud.rawValue)
        else { throw Fault(reason: "no such deployment is known") }
        site = JiraSite(
            url: url,
            project: project,
            projectID: projectID,
            account: "snapshot",
            time: Int64(time),
            deployment: deployment
        )
        for (name, id) in json["fields"]?.object ?? [:] { site.fieldIDs[name] = id.string }
        self.table = table
        let deadEnds = (json["no_way_back"] ?? []).array?.map { $0.string.flatMap { IssueID($0) } }
        guard let deadEnds, !deadEnds.contains(nil) else {
            throw Fault(reason: "no_way_back is no list of issues' ids")
        }
        self.deadEnds = deadEnds.compactMap { $0 }
        guard let forecasts = ForecastList(json["forecasts"] ?? []) else {
            throw Fault(reason: "forecasts is no list of forecasts")
        }
        self.forecasts = forecasts
    }
}

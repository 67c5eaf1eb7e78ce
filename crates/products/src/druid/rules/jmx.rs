//! Remote access to the JVMs of a machine.

use super::asked::Seen;
use super::rule;
use crate::druid::effective::{number, place, task_options, task_place};
use crate::druid::programs::{MIDDLE_MANAGERS, programs_of};
use crate::druid::sources::JMX;
use model::msg;
use model::value::shown;

const OPTION: &str = "-Dcom.sun.management.jmxremote.port";

rule!(
    /// Two JVMs of one machine with one port for JMX.
    ONE_PORT, "DRU137", "jmx-port-twice", Error,
    ["Each JVM of a machine has its own port for JMX.", "同一台机器的每个 JVM 使用各自的 JMX 端口。"],
    ["The JVM opens com.sun.management.jmxremote.port before anything else, and ends when somebody has it: the program that starts second never runs, and of tasks with the port in their options only the first one does. Write one port for each program in its jvm.config, and none for tasks.",
     "JVM 在启动之初打开 com.sun.management.jmxremote.port，端口已被占用时直接退出：后启动的程序无法运行；任务参数中写有该端口时，只有第一个任务能运行。请在各程序的 jvm.config 中使用不同端口，任务不要设置。"],
    [JMX], [("java.rmi.server.ExportException: Port already in use", "output of the start")],
    fires "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Dcom.sun.management.jmxremote.port", "17071"), ("overrides.cluster.conf/druid/cluster/data/middleManager/jvm.config:-Dcom.sun.management.jmxremote.port", "17071")],
    clean "druid-kinds" [("overrides.cluster.conf/druid/cluster/data/historical/jvm.config:-Dcom.sun.management.jmxremote.port", "17071"), ("overrides.cluster.conf/druid/cluster/data/middleManager/jvm.config:-Dcom.sun.management.jmxremote.port", "17072")],
    |cx, sink| {
        // 0 is any free port.
        let real = |port: &String| port.parse::<u16>().is_ok_and(|port| port > 0);
        let mut seen = Seen::default();
        for config in cx.configs() {
            let Some(node) = cx.node(config.node()) else { continue };
            let mut known = Vec::new();
            for program in programs_of(node) {
                let Some(port) = cx.read_at(node, program.jvm, OPTION).filter(real) else { continue };
                let here = place(cx, node, program, OPTION);
                let other = known.iter().find(|(other, _)| *other == port);
                if let Some((_, first)) = other.filter(|_| seen.first(&here)) {
                    sink.report(here, msg!(en: "{a} and {b} on {n} both want port {p} for JMX: the second one does not start.",
                        zh: "{n} 上的 {a} 和 {b} 都使用 JMX 端口 {p}：后启动的无法运行。", a = *first, b = program.title, n = cx.name(node.row), p = shown(&port)));
                }
                known.push((port, program.title));
            }
            if !node.roles.contains(MIDDLE_MANAGERS.role) {
                continue;
            }
            let options = task_options(cx, node);
            let own = options
                .words()
                .rev()
                .find_map(|word| word.strip_prefix(OPTION)?.strip_prefix('='));
            let Some(port) = own.map(str::to_owned).filter(real) else { continue };
            let many = number(cx, node, &MIDDLE_MANAGERS, "druid.worker.capacity").is_some_and(|tasks| tasks > 1);
            let taken = known.iter().any(|(other, _)| *other == port);
            let here = task_place(cx, node);
            if (many || taken) && seen.first(&here) {
                sink.report(here, msg!(en: "All tasks of {n} want port {p} for JMX: only one of them runs.", zh: "{n} 的所有任务都使用 JMX 端口 {p}：只有一个能运行。",
                    n = cx.name(node.row), p = shown(&port)));
            }
        }
    }
);

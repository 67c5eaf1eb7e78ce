-- 存放 Session 的表。在 JDBC URL 指定的数据库中执行一次。
-- 由 Muster 为集群“kylin-six”（Apache Kylin 3.1.3）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。

-- Tomcat 不会自动建表：没有该表时不会保存任何 Session，且只在日志中报错。已存在的表保持不变。
CREATE TABLE IF NOT EXISTS `tomcat_sessions` (
    `session_id` varchar(100) CHARACTER SET ascii COLLATE ascii_bin NOT NULL PRIMARY KEY,
    `valid_session` char(1) NOT NULL,
    `max_inactive` int NOT NULL,
    `last_access` bigint NOT NULL,
    `app_name` varchar(255) CHARACTER SET ascii COLLATE ascii_bin,
    `session_data` mediumblob,
    KEY `kapp_name` (`app_name`)
) ENGINE=InnoDB;

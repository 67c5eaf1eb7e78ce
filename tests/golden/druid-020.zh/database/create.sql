-- 创建元数据存储的数据库和用户；由数据库管理员执行一次。
-- 由 Muster 为集群“druid-020”（Apache Druid 0.20.0）生成。请在 Muster 中修改：部署遇到手工改过的文件会停止。
CREATE DATABASE `druid` DEFAULT CHARACTER SET utf8mb4;
-- 在引号中填入 secrets.env 中的密码。
CREATE USER 'druid'@'%' IDENTIFIED BY '';
GRANT ALL ON `druid`.* TO 'druid'@'%';

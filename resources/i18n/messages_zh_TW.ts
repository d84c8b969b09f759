<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_TW" sourcelanguage="en">
<context>
    <name>Messages</name>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>1 Markdown file is left out; bring them in by themselves if they are issues.</source>
        <translation>略去 1 個 Markdown 檔；如果它也是一期，請單獨匯入。</translation>
    </message>
    <message>
        <source>1 article</source>
        <translation>1 篇文章</translation>
    </message>
    <message>
        <source>1 attached file was left out</source>
        <translation>略去 1 個附件</translation>
    </message>
    <message>
        <source>1 character could not be read</source>
        <translation>1 個字元無法讀取</translation>
    </message>
    <message>
        <source>1 character could not be read and is shown as “�”; see what encoding the source is in, and bring it in again.</source>
        <translation>1 個字元無法讀取，顯示為「�」；請確認來源的編碼，再重新匯入。</translation>
    </message>
    <message>
        <source>1 comment was left out</source>
        <translation>略去 1 則留言</translation>
    </message>
    <message>
        <source>1 draft was left out; ask for drafts to bring them in as well.</source>
        <translation>略去 1 篇草稿；如果也要匯入，請指定包含草稿。</translation>
    </message>
    <message>
        <source>1 error</source>
        <translation>1 個錯誤</translation>
    </message>
    <message>
        <source>1 film, sound or frame from the web is kept as a link</source>
        <translation>1 個影片、聲音或內嵌頁改成連結</translation>
    </message>
    <message>
        <source>1 form was left out</source>
        <translation>略去 1 個表單</translation>
    </message>
    <message>
        <source>1 guess</source>
        <translation>1 項推測</translation>
    </message>
    <message>
        <source>1 issue</source>
        <translation>1 期</translation>
    </message>
    <message>
        <source>1 line is left out at the end, where the text is about subscribing.</source>
        <translation>末尾談訂閱的 1 行已略去。</translation>
    </message>
    <message>
        <source>1 link has lost its target</source>
        <translation>1 個連結沒有目標</translation>
    </message>
    <message>
        <source>1 mail was passed over as private: sent to one reader, not to many. Save what is missing as .eml files and bring those in.</source>
        <translation>略過 1 封私人郵件：它只寄給一位收件人，不是寄給許多人。如有遺漏，請存成 .eml 檔再匯入。</translation>
    </message>
    <message>
        <source>1 page makes the book longer than an issue may be, and is left out ({names}).</source>
        <translation>1 頁使這本書超過一期的上限，略去了（{names}）。</translation>
    </message>
    <message>
        <source>1 page of the archive is larger than {largest_page} MB and is left out.</source>
        <translation>封存檔裡有 1 頁大於 {largest_page} MB，略去了。</translation>
    </message>
    <message>
        <source>1 part is shown as plain text</source>
        <translation>1 處以純文字呈現</translation>
    </message>
    <message>
        <source>1 part was too long and was cut</source>
        <translation>1 處過長，已截短</translation>
    </message>
    <message>
        <source>1 picture</source>
        <translation>1 張圖</translation>
    </message>
    <message>
        <source>1 picture is missing</source>
        <translation>缺 1 張圖</translation>
    </message>
    <message>
        <source>1 picture is only on the web</source>
        <translation>1 張圖只在網路上</translation>
    </message>
    <message>
        <source>1 picture is too large or of a kind that is not shown</source>
        <translation>1 張圖太大或格式不支援</translation>
    </message>
    <message>
        <source>1 slideshow has no pictures here</source>
        <translation>1 組投影片沒有圖</translation>
    </message>
    <message>
        <source>1 table was flattened</source>
        <translation>1 個表格改成文字</translation>
    </message>
    <message>
        <source>1 text file is left out; bring them in by themselves if they are issues.</source>
        <translation>略去 1 個文字檔；如果它也是一期，請單獨匯入。</translation>
    </message>
    <message>
        <source>1 text was never published ({kinds}) and is left out; ask for drafts to bring it in.</source>
        <translation>略去 1 篇從未發布的文章（{kinds}）；如果也要匯入，請指定包含草稿。</translation>
    </message>
    <message>
        <source>1 translation was left out; bring them in from a folder of their own.</source>
        <translation>略去 1 份譯文；請把它放進自己的資料夾再匯入。</translation>
    </message>
    <message>
        <source>1 warning</source>
        <translation>1 個警告</translation>
    </message>
    <message>
        <source>A ZIM archive is only read in a process of its own; start anew.</source>
        <translation>ZIM 檔只能在獨立的程序裡讀取；請重新開始。</translation>
    </message>
    <message>
        <source>A ZIM archive is read by libzim, which is under the GPL and so no part of this program; run the program from its sources with the extra “zim”, as the README says.</source>
        <translation>ZIM 檔要用 libzim 讀取；它以 GPL 授權，因此不附在本程式裡。請照 README 的說明，從原始碼執行本程式並加裝「zim」選用元件。</translation>
    </message>
    <message>
        <source>A file cannot be read or written ({reason}); see that its disk is there, then try again.</source>
        <translation>無法讀寫檔案（{reason}）；請確認檔案所在的磁碟還在，然後再試一次。</translation>
    </message>
    <message>
        <source>A file cannot be read or written; see that its disk is there, then try again.</source>
        <translation>無法讀寫檔案；請確認檔案所在的磁碟還在，然後再試一次。</translation>
    </message>
    <message>
        <source>A file of the library’s own records cannot be read or written ({reason}); start the program again, and if it stays so, run “dosudo-viewer check”.</source>
        <translation>無法讀寫書庫自己的紀錄檔（{reason}）；請重新啟動程式，如果還是這樣，請執行「dosudo-viewer check」。</translation>
    </message>
    <message>
        <source>A line begins with too many list or quote marks; they are left out.</source>
        <translation>有一行開頭的清單或引用記號太多，已略去。</translation>
    </message>
    <message>
        <source>A link leads to {link}, where nothing stands; mend the address.</source>
        <translation>有個連結指向 {link}，但那裡沒有內容；請改正位址。</translation>
    </message>
    <message>
        <source>A paragraph has more than {max_brackets} brackets; they are shown as they stand.</source>
        <translation>有一段的方括號超過 {max_brackets} 個，照原樣顯示。</translation>
    </message>
    <message>
        <source>A parenthesis without its partner is left out.</source>
        <translation>落單的括號略過不計。</translation>
    </message>
    <message>
        <source>A part of its name ends in a dot or a space, which Windows drops; rename it.</source>
        <translation>名稱中有一段以句點或空格結尾，Windows 會把它去掉；請重新命名。</translation>
    </message>
    <message>
        <source>A part of its name is longer than {longest_part} bytes; rename it.</source>
        <translation>名稱中有一段超過 {longest_part} 個位元組；請重新命名。</translation>
    </message>
    <message>
        <source>A picture has no source that can be shown; name a file in the issue's folder.</source>
        <translation>有張圖片沒有可以顯示的來源；請寫出這一期資料夾中的檔案。</translation>
    </message>
    <message>
        <source>A post is larger than {largest_element} MB, so it is left out.</source>
        <translation>有篇文章大於 {largest_element} MB，因此略去。</translation>
    </message>
    <message>
        <source>A publication's name is a text of one to 500 characters.</source>
        <translation>刊物名稱須為 1 到 500 個字元的文字。</translation>
    </message>
    <message>
        <source>A quotation mark without its partner: the phrase goes on to the end.</source>
        <translation>引號沒有成對：這段詞語一直到結尾。</translation>
    </message>
    <message>
        <source>A star counts only at the end of a word; in “{about}” it is left out.</source>
        <translation>星號只有在單字結尾才有作用；「{about}」裡的星號略過不計。</translation>
    </message>
    <message>
        <source>A table has more than {max_columns} columns; it is shown as text.</source>
        <translation>有個表格超過 {max_columns} 欄，以文字呈現。</translation>
    </message>
    <message>
        <source>A text holds characters that cannot be read or written, and what you just did may not be done. Copy the report in the window’s menu Help to tell us.</source>
        <translation>有一段文字含有無法讀寫的字元，剛才的操作可能沒有完成。請從視窗的「說明」選單複製報告，告訴我們。</translation>
    </message>
    <message>
        <source>Another program holds the library’s files; close it or wait a little, then try again.</source>
        <translation>另一個程式正在使用書庫的檔案；請關閉它或稍候，然後再試一次。</translation>
    </message>
    <message>
        <source>Another program is changing the library {library}; wait until it is done.</source>
        <translation>另一個程式正在變更書庫 {library}；請等它完成。</translation>
    </message>
    <message>
        <source>Another program is writing the search index; try again in a moment.</source>
        <translation>另一個程式正在寫入搜尋索引；請稍後再試。</translation>
    </message>
    <message>
        <source>Another publication, with the short name {other_id}, is called “{publication}” as well; this one is brought in as {id}.</source>
        <translation>另有一份短名為 {other_id} 的刊物也叫「{publication}」；這一份以 {id} 匯入。</translation>
    </message>
    <message>
        <source>Argument --limit: “{text}” is not a number from 1 to 10000. See “dosudo-viewer search --help”.</source>
        <translation>參數 --limit：「{text}」不是 1 到 10000 的數字。請參閱「dosudo-viewer search --help」。</translation>
    </message>
    <message>
        <source>Argument --scale: “{text}” is not a scale from 1 to 4. See “dosudo-viewer shot --help”.</source>
        <translation>參數 --scale：「{text}」不是 1 到 4 的倍率。請參閱「dosudo-viewer shot --help」。</translation>
    </message>
    <message>
        <source>Argument --size: “{text}” is not a size; write for example 1280x800 (at least {width}x{height}). See “dosudo-viewer shot --help”.</source>
        <translation>參數 --size：「{text}」不是尺寸；請寫成 1280x800 這樣（至少 {width}x{height}）。請參閱「dosudo-viewer shot --help」。</translation>
    </message>
    <message>
        <source>Articles are taken for chapters of “{title}”, since number and title are those of its outline ({count} articles).</source>
        <translation>有些文章視為「{title}」的章，因為編號和標題與其大綱相同（{count} 篇）。</translation>
    </message>
    <message>
        <source>Articles were found by the numbers at the start of paragraphs ({count} articles).</source>
        <translation>依段落開頭的編號分出文章（{count} 篇）。</translation>
    </message>
    <message>
        <source>Blocks of “key: value” lines under headings were read ({count} articles).</source>
        <translation>讀取了標題下方的「鍵: 值」區塊（{count} 篇）。</translation>
    </message>
    <message>
        <source>But {reasons}.</source>
        <translation>但 {reasons}。</translation>
    </message>
    <message>
        <source>But {reasons}; what was there before is in {folder}.</source>
        <translation>但 {reasons}；先前的內容在 {folder}。</translation>
    </message>
    <message>
        <source>Chapter {chapter} is not in the outline of the series “{series}”, which has {outline} lines; mend the number or the outline.</source>
        <translation>第 {chapter} 章不在系列「{series}」的大綱裡，大綱共 {outline} 行；請改正章號或大綱。</translation>
    </message>
    <message>
        <source>Checking {done} of {everything}</source>
        <translation>檢查中：{done}／{everything}</translation>
    </message>
    <message>
        <source>Damaged lines in {files}, which are left out: {count:,}. Nothing is missing that the last copy has.</source>
        <translation>{files} 中有 {count:,} 行損毀，已略過。最近一份備份裡有的內容都還在。</translation>
    </message>
    <message>
        <source>Damaged lines in {files}: {count:,}. Put back from the copy {copy}: {restored:,}.</source>
        <translation>{files} 中有 {count:,} 行損毀。已從備份 {copy} 還原 {restored:,} 筆。</translation>
    </message>
    <message>
        <source>Dates were read from “Date:” lines ({count} articles).</source>
        <translation>從「Date:」行讀出日期（{count} 篇）。</translation>
    </message>
    <message>
        <source>Definition lists under headings were read as facts ({count} articles).</source>
        <translation>標題下方的定義清單當作文章資料讀取（{count} 篇）。</translation>
    </message>
    <message>
        <source>Dosudo Viewer pack</source>
        <translation>Dosudo Viewer 的 dvpack 檔</translation>
    </message>
    <message>
        <source>Dosudo Viewer publication folder</source>
        <translation>Dosudo Viewer 的刊物資料夾</translation>
    </message>
    <message>
        <source>EPUB</source>
        <translation>EPUB</translation>
    </message>
    <message>
        <source>Elements are nested more than {depth} deep; they are flattened.</source>
        <translation>元素的巢狀層次超過 {depth} 層，已攤平。</translation>
    </message>
    <message>
        <source>Elements are nested more than {max_tag_depth} deep; the text is shown as plain paragraphs.</source>
        <translation>元素的巢狀層次超過 {max_tag_depth} 層；內文以一般段落呈現。</translation>
    </message>
    <message>
        <source>Elements are nested too deeply or are too many; this is not read. Get another copy.</source>
        <translation>元素的巢狀層次太深或數量太多，不予讀取；請取得另一份。</translation>
    </message>
    <message>
        <source>Elements are nested too deeply; the innermost are flattened.</source>
        <translation>元素的巢狀層次太深，最內層已攤平。</translation>
    </message>
    <message>
        <source>Event {number} must have a title, a start such as 2017-07-29T17:00:00-07:00, and at most a zone such as America/Los_Angeles besides; it is left out.</source>
        <translation>第 {number} 個活動須有標題、開始時間（如 2017-07-29T17:00:00-07:00），此外至多一個時區（如 America/Los_Angeles）；已略去。</translation>
    </message>
    <message>
        <source>Example: {example}</source>
        <translation>範例：{example}</translation>
    </message>
    <message>
        <source>Few articles have all of: {words} · then those with the most of them</source>
        <translation>只有少數文章全部包含：{words} · 其後是包含最多的文章</translation>
    </message>
    <message>
        <source>Get the book again.</source>
        <translation>請重新取得這本書。</translation>
    </message>
    <message>
        <source>Issue {numbers} comes in as it was before a later import changed it.</source>
        <translation>第 {numbers} 期會回到較早的內容，也就是後來的匯入變更它之前的樣子。</translation>
    </message>
    <message>
        <source>Issue {number} has a file of your own where the source has one as well, {file},</source>
        <translation>第 {number} 期有你自己的檔案 {file}，而來源在同一處也有檔案，這一期</translation>
    </message>
    <message>
        <source>Issue {number} is written anew; comments and unknown keys in its head are left out.</source>
        <translation>第 {number} 期已重新寫成；檔頭中的註解與未知的鍵已略去。</translation>
    </message>
    <message>
        <source>Issue {number} of {publication} is already in {file}, which is shown; change the number of one of them or take it away.</source>
        <translation>{publication} 第 {number} 期已在 {file}，以那一份為準；請更改其中一份的期號，或把它移走。</translation>
    </message>
    <message>
        <source>Issue {number} was changed by hand after it was brought in</source>
        <translation>第 {number} 期匯入後經人手動修改</translation>
    </message>
    <message>
        <source>Issue {number} was put into the library by hand</source>
        <translation>第 {number} 期是手動放入書庫的</translation>
    </message>
    <message>
        <source>Issue {number}, “{old_title}”, is replaced by “{new_title}”.</source>
        <translation>第 {number} 期「{old_title}」由「{new_title}」取代。</translation>
    </message>
    <message>
        <source>It is a link, which is not followed; put the file itself into the archive.</source>
        <translation>這是連結，不予跟隨；請把檔案本身放進壓縮檔。</translation>
    </message>
    <message>
        <source>It is damaged; get the archive again.</source>
        <translation>檔案已損壞；請重新取得壓縮檔。</translation>
    </message>
    <message>
        <source>It is encrypted; take the protection off and try again.</source>
        <translation>檔案已加密；請解除保護後再試。</translation>
    </message>
    <message>
        <source>It is larger than {entry_size} MB, which is not read.</source>
        <translation>檔案大於 {entry_size} MB，不予讀取。</translation>
    </message>
    <message>
        <source>It is larger than {limit} MB, more than any newsletter.</source>
        <translation>檔案大於 {limit} MB，比任何電子報都大。</translation>
    </message>
    <message>
        <source>It is listed, but not in the pack; get the pack again.</source>
        <translation>清單上有它，dvpack 檔裡卻沒有；請重新取得這個 dvpack 檔。</translation>
    </message>
    <message>
        <source>It is not a regular file and is not read; take it out of the archive.</source>
        <translation>這不是一般檔案，不予讀取；請把它從壓縮檔移除。</translation>
    </message>
    <message>
        <source>It is not as large as the archive says; get the archive again.</source>
        <translation>檔案大小與壓縮檔所記不符；請重新取得壓縮檔。</translation>
    </message>
    <message>
        <source>It is not what the pack's list of files says; get the pack again.</source>
        <translation>內容與 dvpack 檔的檔案清單不符；請重新取得這個 dvpack 檔。</translation>
    </message>
    <message>
        <source>It is packed in a way that is not read; pack the archive as an ordinary zip.</source>
        <translation>壓縮方式不支援；請重新壓縮成一般的 zip 檔。</translation>
    </message>
    <message>
        <source>It would unpack to far more than any file it could be; it is not read.</source>
        <translation>解壓縮後會遠大於任何合理的檔案，不予讀取。</translation>
    </message>
    <message>
        <source>Its name differs from another only in capital letters, which some systems cannot tell apart; the first of them is used.</source>
        <translation>名稱與另一個檔案只差在大小寫，有些系統無法分辨；採用第一個。</translation>
    </message>
    <message>
        <source>Its name has an empty part; rename it.</source>
        <translation>名稱中有一段是空的；請重新命名。</translation>
    </message>
    <message>
        <source>Its name holds control characters or marks that reverse the reading; rename it.</source>
        <translation>名稱含有控制字元或會反轉閱讀方向的記號；請重新命名。</translation>
    </message>
    <message>
        <source>Its name is empty or longer than {longest_name} characters; rename it.</source>
        <translation>名稱是空的，或超過 {longest_name} 個字元；請重新命名。</translation>
    </message>
    <message>
        <source>Its name is given twice; the first file of that name is used.</source>
        <translation>名稱重複；採用第一個同名的檔案。</translation>
    </message>
    <message>
        <source>Its name is that of a device on Windows; rename it.</source>
        <translation>名稱是 Windows 的裝置名稱；請重新命名。</translation>
    </message>
    <message>
        <source>Its name leads to a place outside the archive; only files inside it are read.</source>
        <translation>名稱指向壓縮檔之外；只讀取壓縮檔內的檔案。</translation>
    </message>
    <message>
        <source>Keeping {done} of {everything}</source>
        <translation>存入中：{done}／{everything}</translation>
    </message>
    <message>
        <source>Letters or numbers in front of headings were read by rule ({count} headings); write {{#id}} behind a heading to fix its address.</source>
        <translation>標題前的字母或編號依規則讀取（{count} 個標題）；在標題後面寫上 {{#id}} 可固定其位址。</translation>
    </message>
    <message>
        <source>Lines of the form “Editor: name” under headings were read ({count} articles); write {{editor="name"}} behind a heading instead.</source>
        <translation>讀取了標題下方「Editor: 姓名」的行（{count} 篇）；請改在標題後面寫 {{editor="name"}}。</translation>
    </message>
    <message>
        <source>Links to files or pages which are not brought in have lost their targets ({count} links).</source>
        <translation>指向未匯入的檔案或頁面的連結失去了目標（{count} 個連結）。</translation>
    </message>
    <message>
        <source>Lists are nested more than {list_depth} deep; they are flattened.</source>
        <translation>清單的巢狀層次超過 {list_depth} 層，已攤平。</translation>
    </message>
    <message>
        <source>Markdown newsletters</source>
        <translation>Markdown 電子報</translation>
    </message>
    <message>
        <source>No article has all of: {words} · showing those with the most of them</source>
        <translation>沒有文章全部包含：{words} · 以下是包含最多的文章</translation>
    </message>
    <message>
        <source>No article has this as a whole word · showing words that begin so: {words}</source>
        <translation>沒有文章有這整個單字 · 以下是以此開頭的單字：{words}</translation>
    </message>
    <message>
        <source>No article has this written together · showing articles with: {words}</source>
        <translation>沒有文章把這些字連在一起 · 以下是包含這些詞的文章：{words}</translation>
    </message>
    <message>
        <source>No article has this · showing those with the most of: {words}</source>
        <translation>沒有文章有這段文字 · 以下是包含最多這些字的文章：{words}</translation>
    </message>
    <message>
        <source>No date is both after {about} and before {instead}.</source>
        <translation>沒有日期既在 {about} 之後又在 {instead} 之前。</translation>
    </message>
    <message>
        <source>No issue is in this folder; an issue is a Markdown file (*.md).</source>
        <translation>這個資料夾裡沒有任何一期；一期是一個 Markdown 檔（*.md）。</translation>
    </message>
    <message>
        <source>No issue is in this folder; an issue is a Markdown file (issue.md or *.md).</source>
        <translation>這個資料夾裡沒有任何一期；一期是一個 Markdown 檔（issue.md 或 *.md）。</translation>
    </message>
    <message>
        <source>No text is in this folder; put text files (*.txt) here.</source>
        <translation>這個資料夾裡沒有文字；請放入文字檔（*.txt）。</translation>
    </message>
    <message>
        <source>None of the files can be read as a WordPress export.</source>
        <translation>這些檔案都無法當作 WordPress 匯出檔讀取。</translation>
    </message>
    <message>
        <source>Not kept when it was brought in: {loss}.</source>
        <translation>匯入時未能保留：{loss}。</translation>
    </message>
    <message>
        <source>Nothing in this folder can be brought in.</source>
        <translation>這個資料夾裡沒有可以匯入的內容。</translation>
    </message>
    <message>
        <source>Nothing stands at {address}: the issue has no articles.</source>
        <translation>{address} 沒有內容：這一期沒有文章。</translation>
    </message>
    <message>
        <source>Nothing stands at {address}; the articles of {issue} are {keys}.</source>
        <translation>{address} 沒有內容；{issue} 的文章有 {keys}。</translation>
    </message>
    <message>
        <source>Nothing stands at {address}; the issues of {publication} in the library are {numbers} ….</source>
        <translation>{address} 沒有內容；書庫裡 {publication} 的各期有 {numbers}……</translation>
    </message>
    <message>
        <source>Nothing stands at {address}; the issues of {publication} in the library are {numbers}.</source>
        <translation>{address} 沒有內容；書庫裡 {publication} 的各期有 {numbers}。</translation>
    </message>
    <message>
        <source>Nothing stands at {address}; the library has no publication.</source>
        <translation>{address} 沒有內容；書庫裡沒有刊物。</translation>
    </message>
    <message>
        <source>Nothing stands at {address}; the publications in the library are {publications}.</source>
        <translation>{address} 沒有內容；書庫裡的刊物有 {publications}。</translation>
    </message>
    <message>
        <source>Number {requested} of {publication} is another issue; this one is brought in as {number}.</source>
        <translation>{publication} 的第 {requested} 期是另外一期；這一期改以第 {number} 期匯入。</translation>
    </message>
    <message>
        <source>OR needs something on both sides; it is searched as text.</source>
        <translation>OR 兩邊都要有內容；這裡當作文字搜尋。</translation>
    </message>
    <message>
        <source>Only posts and pages are brought in; left out are {kinds}.</source>
        <translation>只匯入文章和頁面；略去的有 {kinds}。</translation>
    </message>
    <message>
        <source>Only the first {about} characters are searched.</source>
        <translation>只搜尋前 {about} 個字元。</translation>
    </message>
    <message>
        <source>Only the first {about} words are searched.</source>
        <translation>只搜尋前 {about} 個詞。</translation>
    </message>
    <message>
        <source>Opening the source needed more than this system allows; divide it.</source>
        <translation>開啟這個來源所需的資源超過系統允許；請把它分成幾份。</translation>
    </message>
    <message>
        <source>Part of the text is nested too deeply or is not understood; it is shown as plain paragraphs.</source>
        <translation>部分內文的巢狀層次太深或無法解讀，以一般段落呈現。</translation>
    </message>
    <message>
        <source>Problems in the issues: {count:,}, of which the first {shown} are named here; “dosudo-viewer check {folder}” names them all.</source>
        <translation>各期內容共有 {count:,} 個問題，這裡只列出前 {shown} 個；「dosudo-viewer check {folder}」會全部列出。</translation>
    </message>
    <message>
        <source>Qt has no platform “{platform}”; take QT_QPA_PLATFORM out of the environment.</source>
        <translation>Qt 沒有「{platform}」這個平台；請移除環境變數 QT_QPA_PLATFORM。</translation>
    </message>
    <message>
        <source>RSS or Atom feed</source>
        <translation>RSS 或 Atom 訂閱來源</translation>
    </message>
    <message>
        <source>Reading the issue needed more than this system allows; divide it.</source>
        <translation>讀取這一期所需的資源超過系統允許；請把它分成幾份。</translation>
    </message>
    <message>
        <source>Reading this needed more than the system allows; it was left out.</source>
        <translation>讀取這裡所需的資源超過系統允許，已略去。</translation>
    </message>
    <message>
        <source>Reading {done} of {everything}</source>
        <translation>讀取中：{done}／{everything}</translation>
    </message>
    <message>
        <source>Reads newsletter archives offline. Without a command it opens the window.</source>
        <translation>離線閱讀電子報。不加指令時會開啟視窗。</translation>
    </message>
    <message>
        <source>Series {number} must have an id and a title, and at most a speaker, places and an outline (both lists of lines) and announced chapters such as {{chapters: 8-14, issue: 3}}; it is left out.</source>
        <translation>第 {number} 個系列須有 id 和標題，此外至多有講者、地點與大綱（後兩者都是逐行清單），以及預告的章（如 {{chapters: 8-14, issue: 3}}）；已略去。</translation>
    </message>
    <message>
        <source>Something that a change had put aside when it was broken off is still in {folder}; take from it what you want, and delete it.</source>
        <translation>{folder} 裡還有一次中斷的變更所移開的內容；請取出你要的，然後刪除它。</translation>
    </message>
    <message>
        <source>Tables are nested more than {table_depth} deep; they are flattened.</source>
        <translation>表格的巢狀層次超過 {table_depth} 層，已攤平。</translation>
    </message>
    <message>
        <source>Taken back: {change}.</source>
        <translation>已還原：{change}。</translation>
    </message>
    <message>
        <source>The archive cannot be read ({reason}); save the page again.</source>
        <translation>無法讀取這個網頁封存檔（{reason}）；請重新儲存網頁。</translation>
    </message>
    <message>
        <source>The archive holds more than {entry_count:,} files, which is not read; divide it.</source>
        <translation>壓縮檔內的檔案超過 {entry_count:,} 個，不予讀取；請把它分成幾份。</translation>
    </message>
    <message>
        <source>The archive holds {count:,} entries, more than any newsletter; only archives of up to {most_entries:,} are read.</source>
        <translation>這個檔案有 {count:,} 個條目，比任何電子報都多；最多讀取 {most_entries:,} 個。</translation>
    </message>
    <message>
        <source>The archive holds {pages:,} pages, more than any newsletter; only archives of up to {most_pages:,} are read.</source>
        <translation>這個檔案有 {pages:,} 頁，比任何電子報都多；最多讀取 {most_pages:,} 頁。</translation>
    </message>
    <message>
        <source>The archive is damaged ({reason}); get it again.</source>
        <translation>檔案已損壞（{reason}）；請重新取得。</translation>
    </message>
    <message>
        <source>The archive is damaged: its checksum is wrong; get it again.</source>
        <translation>檔案已損壞，檢查碼不符；請重新取得。</translation>
    </message>
    <message>
        <source>The archive says it would unpack to {total:,} MB, far more than it can hold; it is not read. Get the file from another place.</source>
        <translation>壓縮檔聲稱解壓縮後有 {total:,} MB，遠超過它容得下的大小，不予讀取。請從別處取得這個檔案。</translation>
    </message>
    <message>
        <source>The archive's files lie over its own list; it is not read. Get another copy.</source>
        <translation>壓縮檔內的檔案與它自己的清單重疊，不予讀取；請取得另一份。</translation>
    </message>
    <message>
        <source>The archive's files lie over one another; it is not read. Get another copy.</source>
        <translation>壓縮檔內的檔案彼此重疊，不予讀取；請取得另一份。</translation>
    </message>
    <message>
        <source>The archive's list of files is too long to be read; divide the archive.</source>
        <translation>壓縮檔的檔案清單太長，無法讀取；請把壓縮檔分成幾份。</translation>
    </message>
    <message>
        <source>The beginning of the file is not well formed; the name of the publication and its authors may be missing. Export it again if they are.</source>
        <translation>檔案開頭的格式不正確，可能缺少刊物名稱與作者；如果缺少，請重新匯出。</translation>
    </message>
    <message>
        <source>The block {names} is carried out by the site alone and is left out.</source>
        <translation>區塊 {names} 只有原網站能執行，已略去。</translation>
    </message>
    <message>
        <source>The book has no readable list of its files (OPF), so it is no EPUB or is damaged; get it again.</source>
        <translation>這本書沒有可讀的檔案清單（OPF），因此不是 EPUB 或已損壞；請重新取得。</translation>
    </message>
    <message>
        <source>The book is protected by its seller (DRM) and cannot be read here; bring in a copy without protection.</source>
        <translation>這本書有書商的保護（DRM），無法在此閱讀；請匯入沒有保護的版本。</translation>
    </message>
    <message>
        <source>The catalogue was damaged; it is kept as {backup} and was built anew from the issues.</source>
        <translation>書目已損壞；原檔留作 {backup}，並已從各期重新建立。</translation>
    </message>
    <message>
        <source>The catalogue {path} cannot be read just now ({error}); close the other program that holds it, or see that the disk has room.</source>
        <translation>目錄檔 {path} 目前無法讀取（{error}）；請關閉佔用它的程式，或確認磁碟還有空間。</translation>
    </message>
    <message>
        <source>The catalogue {path} cannot be read; it is built anew.</source>
        <translation>無法讀取書目 {path}；將重新建立。</translation>
    </message>
    <message>
        <source>The catalogue {path} cannot be written ({error}); free the folder for writing or close the other program that holds it.</source>
        <translation>無法寫入書目 {path}（{error}）；請開放資料夾的寫入權限，或關閉占用它的其他程式。</translation>
    </message>
    <message>
        <source>The catalogue {path} could not be written ({error}); see that the disk has room and try again.</source>
        <translation>未能寫入書目 {path}（{error}）；請確認磁碟有足夠空間後再試。</translation>
    </message>
    <message>
        <source>The catalogue {path} is damaged ({error}); delete it, and it is built anew.</source>
        <translation>書目 {path} 已損壞（{error}）；刪除它之後就會重新建立。</translation>
    </message>
    <message>
        <source>The catalogue {path} is damaged ({error}); it is built anew.</source>
        <translation>書目 {path} 已損壞（{error}）；將重新建立。</translation>
    </message>
    <message>
        <source>The catalogue {path} is of another version; it is built anew.</source>
        <translation>書目 {path} 是其他版本的；將重新建立。</translation>
    </message>
    <message>
        <source>The damaged catalogue {path} cannot be set aside ({error}); close the other program that holds it, or delete it.</source>
        <translation>無法把損壞的書目 {path} 移到一旁（{error}）；請關閉占用它的其他程式，或把它刪除。</translation>
    </message>
    <message>
        <source>The date {date} was read from a “Date:” line in the text.</source>
        <translation>日期 {date} 讀自內文的「Date:」行。</translation>
    </message>
    <message>
        <source>The date {date} was read from the file's name.</source>
        <translation>日期 {date} 讀自檔名。</translation>
    </message>
    <message>
        <source>The end of {file} is gone; what was marked last may be missing.</source>
        <translation>{file} 的結尾不見了；最後做的標記可能也不見了。</translation>
    </message>
    <message>
        <source>The entry is a summary: the feed does not hold its whole text. Bring in an export of the site, or the saved page.</source>
        <translation>這個條目只是摘要，訂閱來源裡沒有全文。請匯入網站的匯出檔或儲存的網頁。</translation>
    </message>
    <message>
        <source>The entry is not well formed here ({error}); what could be read of it is kept.</source>
        <translation>這個條目的格式在此處不正確（{error}）；讀得到的內容已保留。</translation>
    </message>
    <message>
        <source>The export does not say which pictures belong to its galleries; export “All content” from the site to have them.</source>
        <translation>匯出檔沒有說明圖庫裡有哪些圖；如果要這些圖，請從網站匯出「所有內容」。</translation>
    </message>
    <message>
        <source>The export names its pictures but does not hold them; put the site's folder “uploads” beside it, or name that folder, and bring it in again.</source>
        <translation>匯出檔列出了圖片，卻沒有圖片本身；請把網站的「uploads」資料夾放在它旁邊，或指定那個資料夾，再匯入一次。</translation>
    </message>
    <message>
        <source>The export was cancelled; nothing was written.</source>
        <translation>匯出已取消，沒有寫入任何內容。</translation>
    </message>
    <message>
        <source>The feed breaks off in line {line}, in the middle of an entry; what stands before that is brought in. Save it again.</source>
        <translation>訂閱來源在第 {line} 行、一個條目的中間斷掉；在此之前的內容已匯入。請重新儲存。</translation>
    </message>
    <message>
        <source>The feed holds more than {most_items:,} entries, which is not read; divide it.</source>
        <translation>訂閱來源的條目超過 {most_items:,} 個，不予讀取；請把它分成幾份。</translation>
    </message>
    <message>
        <source>The feed is nested too deeply or holds too long a number; get another copy.</source>
        <translation>訂閱來源的巢狀層次太深，或含有太長的數字；請取得另一份。</translation>
    </message>
    <message>
        <source>The feed is not sound JSON here; save it again.</source>
        <translation>訂閱來源在此處不是正確的 JSON；請重新儲存。</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>檔案</translation>
    </message>
    <message>
        <source>The file cannot be read ({reason}); check its permissions.</source>
        <translation>無法讀取檔案（{reason}）；請檢查權限。</translation>
    </message>
    <message>
        <source>The file declares a document type or entities of its own, which is not read since it can be used to do harm; take the line that begins with &lt;!DOCTYPE out.</source>
        <translation>檔案宣告了自己的文件類型或實體；這可能用來造成危害，因此不予讀取。請刪除以 &lt;!DOCTYPE 開頭的那一行。</translation>
    </message>
    <message>
        <source>The file does not begin with a list of its files ({manifest_file}), so it is no pack or was altered; get the pack again.</source>
        <translation>檔案開頭不是檔案清單（{manifest_file}），因此不是 dvpack 檔，或已遭更動；請重新取得。</translation>
    </message>
    <message>
        <source>The file holds more than {most_elements:,} posts, which is not read; divide it.</source>
        <translation>檔案裡的文章超過 {most_elements:,} 篇，不予讀取；請把它分成幾份。</translation>
    </message>
    <message>
        <source>The file is a link, which is not followed; put the file itself here.</source>
        <translation>這個檔案是連結，不予跟隨；請把檔案本身放在這裡。</translation>
    </message>
    <message>
        <source>The file is empty; save the page again.</source>
        <translation>檔案是空的；請重新儲存網頁。</translation>
    </message>
    <message>
        <source>The file is empty; write the issue or take the file away.</source>
        <translation>檔案是空的；請寫入這一期的內容，或把檔案移走。</translation>
    </message>
    <message>
        <source>The file is larger than {limit} MB, more than any {kind}; divide it.</source>
        <translation>檔案大於 {limit} MB，比任何{kind}都大；請把它分成幾份。</translation>
    </message>
    <message>
        <source>The file is no JSON Feed: it has no list of items.</source>
        <translation>檔案不是 JSON Feed：其中沒有條目清單。</translation>
    </message>
    <message>
        <source>The file is not UTF-8 text; save it with the encoding UTF-8.</source>
        <translation>檔案不是 UTF-8 文字；請以 UTF-8 編碼儲存。</translation>
    </message>
    <message>
        <source>The file is not UTF-8; it was read as {encoding}. If its letters are wrong, save it with the encoding UTF-8.</source>
        <translation>檔案不是 UTF-8，已當作 {encoding} 讀取。如果文字不對，請以 UTF-8 編碼儲存。</translation>
    </message>
    <message>
        <source>The file is not an export or a feed; check what it is.</source>
        <translation>檔案不是匯出檔，也不是訂閱來源；請確認它是什麼。</translation>
    </message>
    <message>
        <source>The file is not there or cannot be looked at; check its name.</source>
        <translation>檔案不存在，或無法查看；請檢查名稱。</translation>
    </message>
    <message>
        <source>The file is written anew in the export; its comments and unknown keys are left out.</source>
        <translation>匯出時重新寫成此檔；其中的註解與未知的鍵已略去。</translation>
    </message>
    <message>
        <source>The file {file} cannot be put into the library ({error}); see that the disk has room.</source>
        <translation>檔案 {file} 無法放入書庫（{error}）；請確認磁碟還有空間。</translation>
    </message>
    <message>
        <source>The file {name} cannot be used. {error}</source>
        <translation>檔案 {name} 無法使用。{error}</translation>
    </message>
    <message>
        <source>The file {name} in the book is left out. {reason}</source>
        <translation>略去書中的檔案 {name}。{reason}</translation>
    </message>
    <message>
        <source>The file {name} in the pack is left out. {reason}</source>
        <translation>略去 dvpack 檔中的檔案 {name}。{reason}</translation>
    </message>
    <message>
        <source>The file {name} is left out: {reason}</source>
        <translation>略去檔案 {name}：{reason}</translation>
    </message>
    <message>
        <source>The file {name} is not in the pack's list of files and is left out.</source>
        <translation>檔案 {name} 不在 dvpack 檔的檔案清單裡，已略去。</translation>
    </message>
    <message>
        <source>The file {name} is nothing that belongs in a pack and is left out.</source>
        <translation>檔案 {name} 不屬於 dvpack 檔的內容，已略去。</translation>
    </message>
    <message>
        <source>The file {name} is outside the issue's folder and is left out; put a copy into it.</source>
        <translation>檔案 {name} 在該期的資料夾之外，已略去；請放一份到資料夾裡。</translation>
    </message>
    <message>
        <source>The folder has no {publication_file}; its issues are taken for the publication “{publication}”.</source>
        <translation>資料夾裡沒有 {publication_file}；其中各期歸入刊物「{publication}」。</translation>
    </message>
    <message>
        <source>The folder of uploads is not there or is no folder; mend its name. The pictures stay on the web until then.</source>
        <translation>上傳檔案的資料夾不存在，或不是資料夾；請改正名稱。在那之前，圖片仍留在網路上。</translation>
    </message>
    <message>
        <source>The folder {folder} cannot be used ({reason}); catalogue and index are kept only until the program ends. Name another folder in {cache_variable}.</source>
        <translation>無法使用資料夾 {folder}（{reason}）；書目與索引只保留到程式結束。請用 {cache_variable} 指定另一個資料夾。</translation>
    </message>
    <message>
        <source>The head</source>
        <translation>檔頭</translation>
    </message>
    <message>
        <source>The head is longer than 64 KB; it is left out.</source>
        <translation>檔頭超過 64 KB，已略去。</translation>
    </message>
    <message>
        <source>The head is nested too deeply; write it flat.</source>
        <translation>檔頭的巢狀層次太深；請改寫成平的。</translation>
    </message>
    <message>
        <source>The head is not TOML ({reason}); it was read line by line.</source>
        <translation>檔頭不是 TOML（{reason}），已逐行讀取。</translation>
    </message>
    <message>
        <source>The head is not closed; put a line of three hyphens below it.</source>
        <translation>檔頭沒有結束；請在它下方加一行三個連字號。</translation>
    </message>
    <message>
        <source>The head is not closed; put a line of three plus signs below it.</source>
        <translation>檔頭沒有結束；請在它下方加一行三個加號。</translation>
    </message>
    <message>
        <source>The head is written anew in the export; what could not be read of it is left out.</source>
        <translation>匯出時重新寫成檔頭；其中無法讀取的部分已略去。</translation>
    </message>
    <message>
        <source>The id “{id}” has characters that cannot stand in an address; one made from the heading is used.</source>
        <translation>id「{id}」含有位址中不能使用的字元；改用依標題產生的 id。</translation>
    </message>
    <message>
        <source>The id “{id}” is given twice; the second place is called “{new_id}”.</source>
        <translation>id「{id}」重複；第二處改稱「{new_id}」。</translation>
    </message>
    <message>
        <source>The issue cannot be read.</source>
        <translation>無法讀取這一期。</translation>
    </message>
    <message>
        <source>The issue could not be read within {seconds:g} seconds and was given up; divide it or look for endlessly repeated marks.</source>
        <translation>這一期無法在 {seconds:g} 秒內讀完，已放棄；請把它分成幾份，或檢查是否有無止盡重複的記號。</translation>
    </message>
    <message>
        <source>The issue has no number; write a line “number: 12” in its head.</source>
        <translation>這一期沒有期號；請在檔頭寫一行「number: 12」。</translation>
    </message>
    <message>
        <source>The issue has no title; “{title}” is used.</source>
        <translation>這一期沒有標題；使用「{title}」。</translation>
    </message>
    <message>
        <source>The issue is so long that its footnotes are divided as well.</source>
        <translation>這一期太長，註腳也跟著分開。</translation>
    </message>
    <message>
        <source>The issues are in the library, but cannot be listed yet. {reason}</source>
        <translation>各期已放入書庫，但還無法列出。{reason}</translation>
    </message>
    <message>
        <source>The issues cannot be written into {folder} ({error}); see that the disk has room.</source>
        <translation>無法把各期寫入 {folder}（{error}）；請確認磁碟有足夠空間。</translation>
    </message>
    <message>
        <source>The issues of {id} lie in the library's folder {folder} itself, not in one of their own; take the files away there.</source>
        <translation>{id} 的各期直接放在書庫資料夾 {folder} 裡，沒有自己的資料夾；請到那裡把檔案移走。</translation>
    </message>
    <message>
        <source>The key “{key}” is given twice; keep one. The first is used.</source>
        <translation>鍵「{key}」重複；請只留一個。採用第一個。</translation>
    </message>
    <message>
        <source>The key “{key}” is not known; write one of {names}, or take it out.</source>
        <translation>不認得鍵「{key}」；請用 {names} 其中之一，或把它刪除。</translation>
    </message>
    <message>
        <source>The last change cannot be taken back, since its record is damaged; what it replaced is in {folder}. The next undo takes back the change before it.</source>
        <translation>上一次變更的紀錄已損壞，無法還原；被取代的內容在 {folder}。下次還原會還原更早的一次變更。</translation>
    </message>
    <message>
        <source>The library has no page to show.</source>
        <translation>書庫裡沒有可以顯示的頁面。</translation>
    </message>
    <message>
        <source>The library {folder} cannot be written ({error}); see that the disk has room.</source>
        <translation>無法寫入書庫 {folder}（{error}）；請確認磁碟有足夠空間。</translation>
    </message>
    <message>
        <source>The library {folder} is gone. What you mark is not kept yet; it will be as soon as the folder is back where it was.</source>
        <translation>書庫 {folder} 不見了。你做的標記還沒存下來；資料夾一回到原處就會寫入。</translation>
    </message>
    <message>
        <source>The library {library} cannot be kept from other programs meanwhile ({error}); choose a folder of this computer with --library.</source>
        <translation>無法在此期間防止其他程式變更書庫 {library}（{error}）；請用 --library 指定這台電腦上的資料夾。</translation>
    </message>
    <message>
        <source>The library {library} cannot be written ({error}); choose another folder with --library.</source>
        <translation>無法寫入書庫 {library}（{error}）；請用 --library 指定另一個資料夾。</translation>
    </message>
    <message>
        <source>The library {library} could not be changed ({error}) and {outcome}; see that the disk has room and that no other program holds its files.</source>
        <translation>未能變更書庫 {library}（{error}），{outcome}；請確認磁碟有足夠空間，也沒有其他程式占用其中的檔案。</translation>
    </message>
    <message>
        <source>The link “{label}” ({target}) {what}; give it a web address, an address such as dosudo/2/c3, or an anchor of this issue.</source>
        <translation>連結「{label}」（{target}）{what}；請改用網址、dosudo/2/c3 這樣的位址，或本期的錨點。</translation>
    </message>
    <message>
        <source>The link “{label}” {what}; give it a web address, an address such as dosudo/2/c3, or an anchor of this issue.</source>
        <translation>連結「{label}」{what}；請改用網址、dosudo/2/c3 這樣的位址，或本期的錨點。</translation>
    </message>
    <message>
        <source>The mail cannot be taken apart ({reason}); save it anew.</source>
        <translation>無法拆解這封郵件（{reason}）；請重新儲存。</translation>
    </message>
    <message>
        <source>The mail has more than {most_parts:,} parts; it is not read.</source>
        <translation>這封郵件超過 {most_parts:,} 個部分，不予讀取。</translation>
    </message>
    <message>
        <source>The mail is encrypted; save it decrypted from your mail program.</source>
        <translation>這封郵件已加密；請用你的郵件程式解密後再儲存。</translation>
    </message>
    <message>
        <source>The mail is larger than {largest_mail} MB and is not read.</source>
        <translation>這封郵件大於 {largest_mail} MB，不予讀取。</translation>
    </message>
    <message>
        <source>The mail's parts are nested more than {deepest_nesting} deep; it is not read.</source>
        <translation>這封郵件各部分的巢狀層次超過 {deepest_nesting} 層，不予讀取。</translation>
    </message>
    <message>
        <source>The mail's parts cannot be told apart; save the mail anew.</source>
        <translation>無法分辨這封郵件的各個部分；請重新儲存郵件。</translation>
    </message>
    <message>
        <source>The name of this file is not UTF-8 text; give it another name.</source>
        <translation>這個檔案的名稱不是 UTF-8 文字；請改用別的名稱。</translation>
    </message>
    <message>
        <source>The newest issue in the pack is of {date}; the library has issues up to {newest_date}.</source>
        <translation>這個 dvpack 檔最新一期是 {date} 的，書庫裡已有到 {newest_date} 為止的各期。</translation>
    </message>
    <message>
        <source>The next undo takes back: {change}.</source>
        <translation>下次還原的是：{change}。</translation>
    </message>
    <message>
        <source>The number {number} was made from the date in the file's name.</source>
        <translation>期號 {number} 依檔名中的日期產生。</translation>
    </message>
    <message>
        <source>The number {number} was read from the file's name.</source>
        <translation>期號 {number} 讀自檔名。</translation>
    </message>
    <message>
        <source>The number {number} was read from the title.</source>
        <translation>期號 {number} 讀自標題。</translation>
    </message>
    <message>
        <source>The pack calls its publication “{first_id}” in one place and “{other_id}” in another; get the pack again.</source>
        <translation>這個 dvpack 檔一處稱其刊物為「{first_id}」，另一處稱為「{other_id}」；請重新取得。</translation>
    </message>
    <message>
        <source>The pack is of version {version}, and this program reads version {manifest_version}; bring the program up to date.</source>
        <translation>這個 dvpack 檔是第 {version} 版，本程式讀取第 {manifest_version} 版；請更新本程式。</translation>
    </message>
    <message>
        <source>The pack is version {version} of {publication}; version {known_version} was brought in before.</source>
        <translation>這個 dvpack 檔是 {publication} 的第 {version} 版；先前已匯入過第 {known_version} 版。</translation>
    </message>
    <message>
        <source>The pack's files are not as long together as it says; get the pack again.</source>
        <translation>dvpack 檔內各檔案的總長度與它所記不符；請重新取得。</translation>
    </message>
    <message>
        <source>The pack's list of files is not that of a Dosudo Viewer pack.</source>
        <translation>這份檔案清單不是 Dosudo Viewer 的 dvpack 檔所有。</translation>
    </message>
    <message>
        <source>The pack's list of files, {manifest_file}, is damaged; get the pack again.</source>
        <translation>dvpack 檔的檔案清單 {manifest_file} 已損壞；請重新取得。</translation>
    </message>
    <message>
        <source>The page cannot be read; get the archive again.</source>
        <translation>無法讀取這一頁；請重新取得檔案。</translation>
    </message>
    <message>
        <source>The page in the file is empty; save the page again.</source>
        <translation>檔案裡的網頁是空的；請重新儲存網頁。</translation>
    </message>
    <message>
        <source>The picture {source} is not there; put it into the issue's folder or mend its name.</source>
        <translation>圖片 {source} 不在那裡；請把它放進這一期的資料夾，或改正名稱。</translation>
    </message>
    <message>
        <source>The picture {source} is outside the issue's folder; put a copy into it.</source>
        <translation>圖片 {source} 在這一期的資料夾之外；請放一份到資料夾裡。</translation>
    </message>
    <message>
        <source>The picture “{alt}” has no source that can be shown; name a file in the issue's folder.</source>
        <translation>圖片「{alt}」沒有可以顯示的來源；請寫出這一期資料夾中的檔案。</translation>
    </message>
    <message>
        <source>The post is not well formed here ({error}); what could be read of it is kept. Export it again.</source>
        <translation>這篇文章的格式在此處不正確（{error}）；讀得到的內容已保留。請重新匯出。</translation>
    </message>
    <message>
        <source>The program made a mistake ({kind}), and what you just did may not be done. Copy the report in the window’s menu Help to tell us.</source>
        <translation>程式出了錯（{kind}），剛才的操作可能沒有完成。請從視窗的「說明」選單複製報告，告訴我們。</translation>
    </message>
    <message>
        <source>The publication has no “{key}”; “{fallback}” is used.</source>
        <translation>刊物沒有「{key}」；使用「{fallback}」。</translation>
    </message>
    <message>
        <source>The publication “{id}” has no issue that could be exported.</source>
        <translation>刊物「{id}」沒有可以匯出的期。</translation>
    </message>
    <message>
        <source>The search index cannot be written in {folder}: {error}.</source>
        <translation>無法在 {folder} 寫入搜尋索引：{error}。</translation>
    </message>
    <message>
        <source>The search index follows with the next search. {reason}</source>
        <translation>搜尋索引會在下次搜尋時更新。{reason}</translation>
    </message>
    <message>
        <source>The search index in {folder} is damaged; it has to be rebuilt.</source>
        <translation>{folder} 的搜尋索引已損壞，須重新建立。</translation>
    </message>
    <message>
        <source>The search index in {folder} is not whole; rebuild it.</source>
        <translation>{folder} 的搜尋索引不完整；請重新建立。</translation>
    </message>
    <message>
        <source>The search index in {folder} is of another library; it has to be rebuilt.</source>
        <translation>{folder} 的搜尋索引屬於另一個書庫，須重新建立。</translation>
    </message>
    <message>
        <source>The search index in {folder} is of another version; rebuild it.</source>
        <translation>{folder} 的搜尋索引是其他版本的；請重新建立。</translation>
    </message>
    <message>
        <source>The search index is damaged in {path}; delete the folder to rebuild it.</source>
        <translation>{path} 的搜尋索引已損壞；刪除這個資料夾就能重新建立。</translation>
    </message>
    <message>
        <source>The search index is damaged in {path}; rebuild it.</source>
        <translation>搜尋索引的 {path} 已損壞；請重新建立。</translation>
    </message>
    <message>
        <source>The search index is damaged; start the program again to have it built anew.</source>
        <translation>搜尋索引已損壞；重新啟動程式就會重新建立。</translation>
    </message>
    <message>
        <source>The search index is from another kind of machine; rebuild it.</source>
        <translation>搜尋索引來自另一種電腦；請重新建立。</translation>
    </message>
    <message>
        <source>The search index is kept only until the program ends. {reason}</source>
        <translation>搜尋索引只保留到程式結束。{reason}</translation>
    </message>
    <message>
        <source>The search index lacks {path}; rebuild it.</source>
        <translation>搜尋索引缺少 {path}；請重新建立。</translation>
    </message>
    <message>
        <source>The search index was not ready in time; run the command again.</source>
        <translation>搜尋索引未能及時備妥；請再執行一次指令。</translation>
    </message>
    <message>
        <source>The search is still being prepared; there may be more to find.</source>
        <translation>搜尋還在準備中，可能還有更多結果。</translation>
    </message>
    <message>
        <source>The series “{series}” is given twice; the first is used.</source>
        <translation>系列「{series}」重複；採用第一個。</translation>
    </message>
    <message>
        <source>The series “{series}” is not in publication.yaml; add it there or mend its name.</source>
        <translation>系列「{series}」不在 publication.yaml 裡；請加進去，或改正名稱。</translation>
    </message>
    <message>
        <source>The shortcode {names} is carried out by the site alone and is left out.</source>
        <translation>短代碼 {names} 只有原網站能執行，已略去。</translation>
    </message>
    <message>
        <source>The source could not be opened within {open_timeout:g} seconds; divide it.</source>
        <translation>無法在 {open_timeout:g} 秒內開啟這個來源；請把它分成幾份。</translation>
    </message>
    <message>
        <source>The text is fuller of tags than any newsletter; its last {count:,} characters are plain text, without pictures and links; divide it.</source>
        <translation>這篇文字的標籤比任何通訊都多；最後 {count:,} 個字元只留下純文字，沒有圖片和連結。請把它拆開。</translation>
    </message>
    <message>
        <source>The text is longer than any newsletter; its last {count:,} characters are left out.</source>
        <translation>這篇文字比任何通訊都長；最後 {count:,} 個字元略去了。</translation>
    </message>
    <message>
        <source>The text is so long or so full of marks that its last {count:,} characters are shown as they stand; divide it.</source>
        <translation>文字過長或標記過多，最後 {count:,} 個字元照原樣顯示；請將它分開。</translation>
    </message>
    <message>
        <source>The title “{title}” was read from the first heading.</source>
        <translation>標題「{title}」讀自第一個標題。</translation>
    </message>
    <message>
        <source>The window needs the system library {library} and {others} more, not installed here; install with: sudo apt install {packages}</source>
        <translation>視窗需要系統程式庫 {library} 及另外 {others} 個，這裡尚未安裝；請執行：sudo apt install {packages}</translation>
    </message>
    <message>
        <source>The window needs the system library {library}, not installed here; install with: sudo apt install {packages}</source>
        <translation>視窗需要系統程式庫 {library}，這裡尚未安裝；請執行：sudo apt install {packages}</translation>
    </message>
    <message>
        <source>The window needs the system library {library}, which is not installed; install the package that has it with your system's package manager.</source>
        <translation>視窗需要系統程式庫 {library}，但尚未安裝；請用系統的套件管理程式安裝含有它的套件。</translation>
    </message>
    <message>
        <source>The {change} cannot be taken back ({error}) and everything is as it was; see that the disk has room and that no other program holds its files.</source>
        <translation>無法還原這項變更：{change}（{error}）。一切維持原狀；請確認磁碟有足夠空間，也沒有其他程式占用其中的檔案。</translation>
    </message>
    <message>
        <source>The {change} is taken back now; that was broken off.</source>
        <translation>先前中斷的還原已完成：{change}。</translation>
    </message>
    <message>
        <source>The {change} that was broken off cannot be taken back yet ({error}); see that the disk has room and that no other program holds its files, and start again.</source>
        <translation>有一項變更中途中斷：{change}，目前還無法復原（{error}）；請確認磁碟有足夠空間，也沒有其他程式占用其中的檔案，然後重新啟動。</translation>
    </message>
    <message>
        <source>The {change} that was broken off could not be taken back wholly: {reasons}. What is left of it is in {folder}; take from it what you want.</source>
        <translation>有一項變更中途中斷：{change}，未能完全復原：{reasons}。剩下的內容在 {folder}；請取出你要的。</translation>
    </message>
    <message>
        <source>The {change} that was broken off was taken back; but {reasons}.</source>
        <translation>有一項變更中途中斷：{change}，已復原；但 {reasons}。</translation>
    </message>
    <message>
        <source>The {change} that was broken off was taken back; do it again.</source>
        <translation>有一項變更中途中斷：{change}，已復原；請再做一次。</translation>
    </message>
    <message>
        <source>There are many “&lt;![” marks; they are shown as they stand.</source>
        <translation>有許多「&lt;![」記號，照原樣顯示。</translation>
    </message>
    <message>
        <source>There are many “&lt;” that no “&gt;” closes; they are shown as they stand.</source>
        <translation>有許多「&lt;」沒有「&gt;」結尾，照原樣顯示。</translation>
    </message>
    <message>
        <source>There are more than {cells} table cells; the rest are joined.</source>
        <translation>表格的儲存格超過 {cells} 個；其餘合併在一起。</translation>
    </message>
    <message>
        <source>There are more than {max_footnotes} footnote marks; they are shown as text.</source>
        <translation>註腳記號超過 {max_footnotes} 個，以文字呈現。</translation>
    </message>
    <message>
        <source>There are more than {most_mails:,} mails here; divide them.</source>
        <translation>這裡的郵件超過 {most_mails:,} 封；請把它分成幾份。</translation>
    </message>
    <message>
        <source>There are more than {nodes:,} elements; the rest is shown as text.</source>
        <translation>元素超過 {nodes:,} 個；其餘以文字呈現。</translation>
    </message>
    <message>
        <source>There are too many operators; everything is searched as text.</source>
        <translation>運算子太多，全部當作文字搜尋。</translation>
    </message>
    <message>
        <source>There is no WordPress export in here; check what it is.</source>
        <translation>這裡面沒有 WordPress 匯出檔；請確認它是什麼。</translation>
    </message>
    <message>
        <source>There is no catalogue at {path}; it is built anew.</source>
        <translation>{path} 沒有書目；將重新建立。</translation>
    </message>
    <message>
        <source>There is no entry in the feed; save it again.</source>
        <translation>訂閱來源裡沒有條目；請重新儲存。</translation>
    </message>
    <message>
        <source>There is no issue in the pack; get the pack again.</source>
        <translation>這個 dvpack 檔裡沒有任何一期；請重新取得。</translation>
    </message>
    <message>
        <source>There is no mail in it; save the mails anew.</source>
        <translation>裡面沒有郵件；請重新儲存郵件。</translation>
    </message>
    <message>
        <source>There is no page in the book that can be read. {reason}</source>
        <translation>書中沒有讀得到的頁面。{reason}</translation>
    </message>
    <message>
        <source>There is no page of text in the archive.</source>
        <translation>這個檔案裡沒有文字頁面。</translation>
    </message>
    <message>
        <source>There is no post in the beginning of the file; check that it is the right one.</source>
        <translation>檔案開頭沒有文章；請確認是否選對檔案。</translation>
    </message>
    <message>
        <source>There is no post in the export; export posts and pages from it.</source>
        <translation>匯出檔裡沒有文章；請從網站匯出文章和頁面。</translation>
    </message>
    <message>
        <source>There is no publication “{id}”; there are {names}.</source>
        <translation>沒有刊物「{id}」；現有的是 {names}。</translation>
    </message>
    <message>
        <source>There is no room left in {folder}. What you mark is not kept yet; it will be as soon as there is some.</source>
        <translation>{folder} 沒有空間了。你做的標記還沒存下來；一有空間就會寫入。</translation>
    </message>
    <message>
        <source>There is no room left on the disk; make room, then try again.</source>
        <translation>磁碟空間已滿；請騰出空間，然後再試一次。</translation>
    </message>
    <message>
        <source>There is no saved page in the folder.</source>
        <translation>資料夾裡沒有儲存的網頁。</translation>
    </message>
    <message>
        <source>There is no screen to open a window on; “dosudo-viewer shot OUT.png” draws the window to a picture and “dosudo-viewer search WORDS” searches without one.</source>
        <translation>沒有螢幕可以開啟視窗；「dosudo-viewer shot OUT.png」可把視窗畫成圖片，「dosudo-viewer search 詞語」不用視窗也能搜尋。</translation>
    </message>
    <message>
        <source>There is no text in the book; it may hold pictures of pages only.</source>
        <translation>這本書沒有文字，可能只有頁面的圖片。</translation>
    </message>
    <message>
        <source>There is no text in the mail, only attached files; bring those in.</source>
        <translation>這封郵件沒有文字，只有附件；請匯入附件。</translation>
    </message>
    <message>
        <source>There is no text in the page; save it again when all of it shows.</source>
        <translation>網頁裡沒有文字；請等它完整顯示後再重新儲存。</translation>
    </message>
    <message>
        <source>There is no usable search index in {folder}; it has to be rebuilt.</source>
        <translation>{folder} 沒有可用的搜尋索引，須重新建立。</translation>
    </message>
    <message>
        <source>There is no web page in the file; save the page again.</source>
        <translation>檔案裡沒有網頁；請重新儲存網頁。</translation>
    </message>
    <message>
        <source>There is not enough memory for this; close other programs and try again.</source>
        <translation>記憶體不足，無法完成；請關閉其他程式，然後再試一次。</translation>
    </message>
    <message>
        <source>There is nothing at this path; mend its name.</source>
        <translation>這個路徑沒有任何東西；請改正名稱。</translation>
    </message>
    <message>
        <source>There is nothing to exclude “{about}” from; it is searched as text.</source>
        <translation>沒有東西可以用「{about}」來排除；當作文字搜尋。</translation>
    </message>
    <message>
        <source>There is nothing to read below the head; write the issue.</source>
        <translation>檔頭下方沒有可讀的內容；請寫入這一期的內容。</translation>
    </message>
    <message>
        <source>There is nothing to read in this text; bring in the whole of it.</source>
        <translation>這份文字裡沒有可讀的內容；請匯入完整的文字。</translation>
    </message>
    <message>
        <source>There is nothing to read in this; look at what it holds.</source>
        <translation>這裡面沒有可讀的內容；請看看裡面是什麼。</translation>
    </message>
    <message>
        <source>There is nothing to take back.</source>
        <translation>沒有可以還原的變更。</translation>
    </message>
    <message>
        <source>These are the hits so far; the search goes on.</source>
        <translation>這是目前找到的結果，搜尋仍在進行。</translation>
    </message>
    <message>
        <source>This article has no picture that can be shown; name one that has.</source>
        <translation>這篇文章沒有可以顯示的圖；請指定有圖的文章。</translation>
    </message>
    <message>
        <source>This article has no slideshow; name one that has.</source>
        <translation>這篇文章沒有投影片；請指定有投影片的文章。</translation>
    </message>
    <message>
        <source>This could not be read within {issue_timeout:g} seconds and was given up; divide it or look for endlessly repeated marks.</source>
        <translation>無法在 {issue_timeout:g} 秒內讀完，已放棄；請把它分成幾份，或檢查是否有無止盡重複的記號。</translation>
    </message>
    <message>
        <source>This could not be understood ({reason}) and was left out.</source>
        <translation>這裡無法解讀（{reason}），已略去。</translation>
    </message>
    <message>
        <source>This folder cannot be read ({reason}); what was read of it earlier is shown. Give yourself the right to read it, or choose another folder with --library.</source>
        <translation>無法讀取這個資料夾（{reason}）；目前顯示的是先前讀到的內容。請給自己讀取權限，或用 --library 選擇別的資料夾。</translation>
    </message>
    <message>
        <source>This is a link or not a regular file and is not read; put the file itself here.</source>
        <translation>這是連結，或不是一般檔案，不予讀取；請把檔案本身放在這裡。</translation>
    </message>
    <message>
        <source>This is a link, which is not followed; name the file itself.</source>
        <translation>這是連結，不予跟隨；請指定檔案本身。</translation>
    </message>
    <message>
        <source>This is a link, which is not followed; name the file or folder itself.</source>
        <translation>這是連結，不予跟隨；請指定檔案或資料夾本身。</translation>
    </message>
    <message>
        <source>This is in the library already; name what is not yet.</source>
        <translation>這已經在書庫裡了；請指定還沒有的內容。</translation>
    </message>
    <message>
        <source>This is no text file; bring in the text itself.</source>
        <translation>這不是文字檔；請匯入文字本身。</translation>
    </message>
    <message>
        <source>This is none of the formats that can be brought in: {formats}.</source>
        <translation>這不是可以匯入的格式；可以匯入的有：{formats}。</translation>
    </message>
    <message>
        <source>This is not a regular file and is not read; take it out of the folder.</source>
        <translation>這不是一般檔案，不予讀取；請把它從資料夾移走。</translation>
    </message>
    <message>
        <source>This is not a zip archive, or it is cut off or damaged; get the file again.</source>
        <translation>這不是 zip 壓縮檔，或不完整、已損壞；請重新取得檔案。</translation>
    </message>
    <message>
        <source>This is too large or nested too deeply to be read; it was left out.</source>
        <translation>這裡太大，或巢狀層次太深，無法讀取，已略去。</translation>
    </message>
    <message>
        <source>This publication has no talk; name an article of one that has.</source>
        <translation>這份刊物沒有演講；請指定有演講的刊物的文章。</translation>
    </message>
    <message>
        <source>Try another spelling, a shorter word, or how it begins with a star: “neur*”.</source>
        <translation>試試別的寫法、短一點的詞，或只打開頭再加星號，例如「neur*」。</translation>
    </message>
    <message>
        <source>Try fewer of the words, or others.</source>
        <translation>試試少打幾個詞，或換個詞。</translation>
    </message>
    <message>
        <source>Try it without what leaves articles out, such as “after:2020” or “-word”.</source>
        <translation>試試拿掉會排除文章的條件，例如「after:2020」或「-詞」。</translation>
    </message>
    <message>
        <source>What changed last is not searched yet. {reason}</source>
        <translation>最近的變更尚未納入搜尋。{reason}</translation>
    </message>
    <message>
        <source>What could be read of the head line by line was taken.</source>
        <translation>檔頭已逐行讀取，採用讀得到的部分。</translation>
    </message>
    <message>
        <source>What was at {address} is at {new_address} now.</source>
        <translation>原本在 {address} 的內容，現在在 {new_address}。</translation>
    </message>
    <message>
        <source>What was changed by hand stays; “--replace” takes what the source says instead.</source>
        <translation>手動修改過的內容維持原狀；加上「--replace」則改用來源的內容。</translation>
    </message>
    <message>
        <source>What was read and marked was partly missing; put back from the copy {copy}: {restored:,}.</source>
        <translation>閱讀記錄有一部分不見了；已從備份 {copy} 還原 {restored:,} 筆。</translation>
    </message>
    <message>
        <source>What you marked in {count:,} articles fits none of the changed issues ({titles}); it is kept, and is back where they come back.</source>
        <translation>有 {count:,} 篇文章的標記在更動後的期數裡找不到對應的文章（{titles}）；標記仍然保留，文章回來時就會恢復。</translation>
    </message>
    <message>
        <source>What you marked in “{titles}” fits no article of the changed issue; it is kept, and is back where the article comes back.</source>
        <translation>〈{titles}〉的標記在更動後的期數裡找不到對應的文章；標記仍然保留，文章回來時就會恢復。</translation>
    </message>
    <message>
        <source>WordPress export</source>
        <translation>WordPress 匯出檔</translation>
    </message>
    <message>
        <source>ZIM (with libzim)</source>
        <translation>ZIM（需要 libzim）</translation>
    </message>
    <message>
        <source>a date such as 2017-07-29</source>
        <translation>日期，如 2017-07-29</translation>
    </message>
    <message>
        <source>a file or folder</source>
        <translation>檔案或資料夾</translation>
    </message>
    <message>
        <source>a file's row is no text</source>
        <translation>有個檔案的資料列不是文字</translation>
    </message>
    <message>
        <source>a language such as zh-Hant</source>
        <translation>語言代碼，如 zh-Hant</translation>
    </message>
    <message>
        <source>a list of names such as [Hubert, Joanne]</source>
        <translation>姓名清單，如 [Hubert, Joanne]</translation>
    </message>
    <message>
        <source>a list of words such as [tea, cups]</source>
        <translation>詞的清單，如 [茶, 杯子]</translation>
    </message>
    <message>
        <source>a new folder, or with --pack a file</source>
        <translation>新的資料夾；加上 --pack 時為檔案</translation>
    </message>
    <message>
        <source>a publication's checksum is wrong</source>
        <translation>刊物的檢查碼不符</translation>
    </message>
    <message>
        <source>a row cannot be read: {error}</source>
        <translation>有個資料列無法讀取：{error}</translation>
    </message>
    <message>
        <source>a short word of small letters, digits, - and _</source>
        <translation>由小寫英文字母、數字、- 與 _ 組成的短名</translation>
    </message>
    <message>
        <source>a text of at most 5000 characters</source>
        <translation>至多 5000 個字元的文字</translation>
    </message>
    <message>
        <source>a text of one to 500 characters</source>
        <translation>1 到 500 個字元的文字</translation>
    </message>
    <message>
        <source>a text of one to 500 characters that names the issue in its source</source>
        <translation>1 到 500 個字元的文字，說明這一期在來源中的名稱</translation>
    </message>
    <message>
        <source>a web address that begins with http:// or https://</source>
        <translation>以 http:// 或 https:// 開頭的網址</translation>
    </message>
    <message>
        <source>a whole number such as 12</source>
        <translation>整數，如 12</translation>
    </message>
    <message>
        <source>an article's checksum is wrong</source>
        <translation>有篇文章的檢查碼不符</translation>
    </message>
    <message>
        <source>at most N hits; 20 where nothing is said</source>
        <translation>最多 N 筆結果；未指定時為 20 筆</translation>
    </message>
    <message>
        <source>bring this part to the fore</source>
        <translation>把這個部分顯示在最前面</translation>
    </message>
    <message>
        <source>by its editor; so section:, publication:, series:</source>
        <translation>依編輯；section:、publication:、series: 亦同</translation>
    </message>
    <message>
        <source>change</source>
        <translation>變更</translation>
    </message>
    <message>
        <source>commands:</source>
        <translation>指令：</translation>
    </message>
    <message>
        <source>device pixels per pixel, 1 to 4, for example 2</source>
        <translation>每個像素的裝置像素數，1 到 4，例如 2</translation>
    </message>
    <message>
        <source>did you mean: {query}</source>
        <translation>你要找的是：{query}</translation>
    </message>
    <message>
        <source>find problems in issue files</source>
        <translation>找出各期檔案裡的問題</translation>
    </message>
    <message>
        <source>from this year, month or day on; before: until then</source>
        <translation>從該年、月或日起；before: 是在那之前</translation>
    </message>
    <message>
        <source>has a key that is not a word</source>
        <translation>裡有個鍵不是一個詞</translation>
    </message>
    <message>
        <source>has a target that is not opened</source>
        <translation>的目標不予開啟</translation>
    </message>
    <message>
        <source>how it is printed; as text where nothing is said</source>
        <translation>輸出格式；未指定時為純文字</translation>
    </message>
    <message>
        <source>import</source>
        <translation>匯入</translation>
    </message>
    <message>
        <source>import newsletters</source>
        <translation>匯入電子報</translation>
    </message>
    <message>
        <source>import of {issues} into {names}</source>
        <translation>匯入 {issues}到「{names}」</translation>
    </message>
    <message>
        <source>in one issue; issue:100-120 in several</source>
        <translation>某一期；issue:100-120 是多期</translation>
    </message>
    <message>
        <source>in titles only</source>
        <translation>只找標題</translation>
    </message>
    <message>
        <source>is as it was</source>
        <translation>書庫維持原狀</translation>
    </message>
    <message>
        <source>issues that were changed by hand as well</source>
        <translation>手動修改過的各期也一併取代</translation>
    </message>
    <message>
        <source>it belongs to another user</source>
        <translation>它屬於另一位使用者</translation>
    </message>
    <message>
        <source>it declares entities, which no book needs</source>
        <translation>其中宣告了實體，書籍並不需要</translation>
    </message>
    <message>
        <source>it is a link</source>
        <translation>這是連結</translation>
    </message>
    <message>
        <source>it is not YAML</source>
        <translation>這不是 YAML</translation>
    </message>
    <message>
        <source>it is too large</source>
        <translation>檔案太大</translation>
    </message>
    <message>
        <source>it was made from another catalogue</source>
        <translation>它依另一份書目產生</translation>
    </message>
    <message>
        <source>its colours</source>
        <translation>配色</translation>
    </message>
    <message>
        <source>its id, as list prints it</source>
        <translation>刊物代號，如 list 所列</translation>
    </message>
    <message>
        <source>its new name</source>
        <translation>新的名稱</translation>
    </message>
    <message>
        <source>its record is damaged, so that issues it brought in may still be there</source>
        <translation>它的紀錄已損壞，匯入的某些期可能還在</translation>
    </message>
    <message>
        <source>leads to a place that is not in this issue</source>
        <translation>指向本期沒有的位置</translation>
    </message>
    <message>
        <source>mail</source>
        <translation>郵件</translation>
    </message>
    <message>
        <source>more than {count:,} files at once</source>
        <translation>一次超過 {count:,} 個檔案</translation>
    </message>
    <message>
        <source>newsletter</source>
        <translation>電子報</translation>
    </message>
    <message>
        <source>note: {hints}</source>
        <translation>提示：{hints}</translation>
    </message>
    <message>
        <source>of the window in pixels, for example 1280x800</source>
        <translation>視窗大小（像素），例如 1280x800</translation>
    </message>
    <message>
        <source>one of {languages}</source>
        <translation>{languages} 之一</translation>
    </message>
    <message>
        <source>only print what it would take back</source>
        <translation>只列出會復原什麼</translation>
    </message>
    <message>
        <source>or did you mean: {queries}</source>
        <translation>或是：{queries}</translation>
    </message>
    <message>
        <source>original</source>
        <translation>原文</translation>
    </message>
    <message>
        <source>plain text</source>
        <translation>純文字</translation>
    </message>
    <message>
        <source>print JSON</source>
        <translation>輸出 JSON</translation>
    </message>
    <message>
        <source>print one article</source>
        <translation>輸出一篇文章</translation>
    </message>
    <message>
        <source>print what the library holds</source>
        <translation>列出書庫的內容</translation>
    </message>
    <message>
        <source>publication, issue and article, for example dosudo/2/c3</source>
        <translation>刊物、期號與文章，例如 dosudo/2/c3</translation>
    </message>
    <message>
        <source>removal of “{name}”</source>
        <translation>移除「{name}」</translation>
    </message>
    <message>
        <source>remove a publication</source>
        <translation>移除一份刊物</translation>
    </message>
    <message>
        <source>rename a publication</source>
        <translation>更改刊物名稱</translation>
    </message>
    <message>
        <source>renaming of “{old}” to “{new}”</source>
        <translation>把「{old}」改名為「{new}」</translation>
    </message>
    <message>
        <source>restated</source>
        <translation>重述版</translation>
    </message>
    <message>
        <source>rows are missing</source>
        <translation>缺少資料列</translation>
    </message>
    <message>
        <source>saved web pages</source>
        <translation>儲存的網頁</translation>
    </message>
    <message>
        <source>search all issues</source>
        <translation>搜尋所有各期</translation>
    </message>
    <message>
        <source>search for this in the picture, for example CNN</source>
        <translation>在圖中搜尋這些字，例如 CNN</translation>
    </message>
    <message>
        <source>something else stands at {paths}</source>
        <translation>{paths} 已有其他內容</translation>
    </message>
    <message>
        <source>something stands in the way</source>
        <translation>那裡已經有別的東西</translation>
    </message>
    <message>
        <source>source</source>
        <translation>來源</translation>
    </message>
    <message>
        <source>test this installation and exit</source>
        <translation>測試這份安裝後結束</translation>
    </message>
    <message>
        <source>the check failed</source>
        <translation>檢查未通過</translation>
    </message>
    <message>
        <source>the contents are not what was written</source>
        <translation>目錄與當初寫入的不同</translation>
    </message>
    <message>
        <source>the folder of files that an export only names</source>
        <translation>匯出檔只提到名稱的那些檔案所在的資料夾</translation>
    </message>
    <message>
        <source>the library's folder (else DOSUDO_LIBRARY, else your data folder)</source>
        <translation>書庫的資料夾（未指定時用 DOSUDO_LIBRARY，再不然用你的資料夾）</translation>
    </message>
    <message>
        <source>the picture's file, for example page.png</source>
        <translation>圖片檔，例如 page.png</translation>
    </message>
    <message>
        <source>the problems are not what was written</source>
        <translation>問題清單與當初寫入的不同</translation>
    </message>
    <message>
        <source>the publication to join, for example weekly</source>
        <translation>要併入的刊物，例如 weekly</translation>
    </message>
    <message>
        <source>the sections are not what was written</source>
        <translation>分類與當初寫入的不同</translation>
    </message>
    <message>
        <source>these are hits for: {query}</source>
        <translation>以下是這個詞的結果：{query}</translation>
    </message>
    <message>
        <source>undo the last import, rename or remove</source>
        <translation>復原上一次的匯入、改名或移除</translation>
    </message>
    <message>
        <source>unknown reason</source>
        <translation>原因不明</translation>
    </message>
    <message>
        <source>unpublished posts as well</source>
        <translation>尚未發布的文章也一併匯入</translation>
    </message>
    <message>
        <source>uses a merge key (&lt;&lt;)</source>
        <translation>用了合併鍵（&lt;&lt;）</translation>
    </message>
    <message>
        <source>uses an alias (*name)</source>
        <translation>用了別名（*name）</translation>
    </message>
    <message>
        <source>what it replaced is in {folder}</source>
        <translation>被取代的內容在 {folder}</translation>
    </message>
    <message>
        <source>what to open, for example dosudo/2/c3, or a file to import</source>
        <translation>要開啟的內容，例如 dosudo/2/c3，或要匯入的檔案</translation>
    </message>
    <message>
        <source>what to show, for example dosudo/2/c3</source>
        <translation>要顯示的內容，例如 dosudo/2/c3</translation>
    </message>
    <message>
        <source>with pictures; so has:link, has:note</source>
        <translation>有圖；has:link、has:note 亦同</translation>
    </message>
    <message>
        <source>words in Chinese or English</source>
        <translation>中文或英文的詞</translation>
    </message>
    <message>
        <source>words with counts, such as {{web_picture: 3}}</source>
        <translation>詞與數量，如 {{web_picture: 3}}</translation>
    </message>
    <message>
        <source>write a picture of the window</source>
        <translation>把視窗畫成圖片</translation>
    </message>
    <message>
        <source>write a publication into files</source>
        <translation>把一份刊物寫成檔案</translation>
    </message>
    <message>
        <source>write one .dvpack file</source>
        <translation>寫成一個 .dvpack 檔</translation>
    </message>
    <message>
        <source>{about}</source>
        <translation>{about}</translation>
    </message>
    <message>
        <source>{about}: needs a value.</source>
        <translation>{about}: 後面要接一個值。</translation>
    </message>
    <message>
        <source>{articles}, {milliseconds:.0f} ms</source>
        <translation>{articles}，{milliseconds:.0f} 毫秒</translation>
    </message>
    <message>
        <source>{count:,} Markdown files are left out; bring them in by themselves if they are issues.</source>
        <translation>略去 {count:,} 個 Markdown 檔；如果它們也是各期內容，請單獨匯入。</translation>
    </message>
    <message>
        <source>{count:,} articles</source>
        <translation>{count:,} 篇文章</translation>
    </message>
    <message>
        <source>{count:,} attached files were left out</source>
        <translation>略去 {count:,} 個附件</translation>
    </message>
    <message>
        <source>{count:,} characters could not be read</source>
        <translation>{count:,} 個字元無法讀取</translation>
    </message>
    <message>
        <source>{count:,} characters could not be read and are shown as “�”; see what encoding the source is in, and bring it in again.</source>
        <translation>{count:,} 個字元無法讀取，顯示為「�」；請確認來源的編碼，再重新匯入。</translation>
    </message>
    <message>
        <source>{count:,} comments were left out</source>
        <translation>略去 {count:,} 則留言</translation>
    </message>
    <message>
        <source>{count:,} drafts were left out; ask for drafts to bring them in as well.</source>
        <translation>略去 {count:,} 篇草稿；如果也要匯入，請指定包含草稿。</translation>
    </message>
    <message>
        <source>{count:,} entries of the archive cannot be read and are left out.</source>
        <translation>略去檔案中無法讀取的 {count:,} 個條目。</translation>
    </message>
    <message>
        <source>{count:,} errors</source>
        <translation>{count:,} 個錯誤</translation>
    </message>
    <message>
        <source>{count:,} files belong to no issue and are left out: {names}.</source>
        <translation>有 {count:,} 個檔案不屬於任何一期，已略去：{names}。</translation>
    </message>
    <message>
        <source>{count:,} films, sounds or frames from the web are kept as links</source>
        <translation>{count:,} 個影片、聲音或內嵌頁改成連結</translation>
    </message>
    <message>
        <source>{count:,} forms were left out</source>
        <translation>略去 {count:,} 個表單</translation>
    </message>
    <message>
        <source>{count:,} guesses</source>
        <translation>{count:,} 項推測</translation>
    </message>
    <message>
        <source>{count:,} issues</source>
        <translation>{count:,} 期</translation>
    </message>
    <message>
        <source>{count:,} issues ({numbers}) come in as they were before a later import changed them.</source>
        <translation>有 {count:,} 期（{numbers}）會回到較早的內容，也就是後來的匯入變更它們之前的樣子。</translation>
    </message>
    <message>
        <source>{count:,} lines are left out at the end, where the text is about subscribing.</source>
        <translation>末尾談訂閱的 {count:,} 行已略去。</translation>
    </message>
    <message>
        <source>{count:,} links have lost their targets</source>
        <translation>{count:,} 個連結沒有目標</translation>
    </message>
    <message>
        <source>{count:,} mails were passed over as private: sent to one reader, not to many. Save what is missing as .eml files and bring those in.</source>
        <translation>略過 {count:,} 封私人郵件：它們只寄給一位收件人，不是寄給許多人。如有遺漏，請存成 .eml 檔再匯入。</translation>
    </message>
    <message>
        <source>{count:,} pages of the archive are larger than {largest_page} MB and are left out.</source>
        <translation>封存檔裡有 {count:,} 頁大於 {largest_page} MB，略去了。</translation>
    </message>
    <message>
        <source>{count:,} parts are shown as plain text</source>
        <translation>{count:,} 處以純文字呈現</translation>
    </message>
    <message>
        <source>{count:,} parts were too long and were cut</source>
        <translation>{count:,} 處過長，已截短</translation>
    </message>
    <message>
        <source>{count:,} pictures</source>
        <translation>{count:,} 張圖</translation>
    </message>
    <message>
        <source>{count:,} pictures are missing</source>
        <translation>缺 {count:,} 張圖</translation>
    </message>
    <message>
        <source>{count:,} pictures are only on the web</source>
        <translation>{count:,} 張圖只在網路上</translation>
    </message>
    <message>
        <source>{count:,} pictures are too large or of a kind that is not shown</source>
        <translation>{count:,} 張圖太大或格式不支援</translation>
    </message>
    <message>
        <source>{count:,} slideshows have no pictures here</source>
        <translation>{count:,} 組投影片沒有圖</translation>
    </message>
    <message>
        <source>{count:,} tables were flattened</source>
        <translation>{count:,} 個表格改成文字</translation>
    </message>
    <message>
        <source>{count:,} text files are left out; bring them in by themselves if they are issues.</source>
        <translation>略去 {count:,} 個文字檔；如果它們也是各期內容，請單獨匯入。</translation>
    </message>
    <message>
        <source>{count:,} translations were left out; bring them in from a folder of their own.</source>
        <translation>略去 {count:,} 份譯文；請把它們放進自己的資料夾再匯入。</translation>
    </message>
    <message>
        <source>{count:,} warnings</source>
        <translation>{count:,} 個警告</translation>
    </message>
    <message>
        <source>{count} blocks ({names}) are carried out by the site alone and are left out; text between them is kept.</source>
        <translation>略去 {count} 個只有原網站能執行的區塊（{names}）；區塊之間的文字已保留。</translation>
    </message>
    <message>
        <source>{count} draft</source>
        <translation>{count} 篇草稿</translation>
    </message>
    <message>
        <source>{count} of the book's pages are not in the file; get it again if you miss them.</source>
        <translation>檔案裡缺少書中的 {count} 頁；如有需要，請重新取得。</translation>
    </message>
    <message>
        <source>{count} pages cannot be read ({names}).</source>
        <translation>有 {count} 頁無法讀取（{names}）。</translation>
    </message>
    <message>
        <source>{count} pages make the book longer than an issue may be, and are left out ({names}).</source>
        <translation>{count} 頁使這本書超過一期的上限，略去了（{names}）。</translation>
    </message>
    <message>
        <source>{count} pending</source>
        <translation>{count} 篇待審文章</translation>
    </message>
    <message>
        <source>{count} private</source>
        <translation>{count} 篇私密文章</translation>
    </message>
    <message>
        <source>{count} scheduled</source>
        <translation>{count} 篇排程文章</translation>
    </message>
    <message>
        <source>{count} shortcodes ({names}) are carried out by the site alone and are left out; text between them is kept.</source>
        <translation>略去 {count} 個只有原網站能執行的短代碼（{names}）；短代碼之間的文字已保留。</translation>
    </message>
    <message>
        <source>{count} texts were never published ({kinds}) and are left out; ask for drafts to bring them in.</source>
        <translation>略去 {count} 篇從未發布的文章（{kinds}）；如果也要匯入，請指定包含草稿。</translation>
    </message>
    <message>
        <source>{errors}, {warnings}, {guesses}</source>
        <translation>{errors}、{warnings}、{guesses}</translation>
    </message>
    <message>
        <source>{error} The commands are {commands}.</source>
        <translation>{error}可用的指令有：{commands}。</translation>
    </message>
    <message>
        <source>{file} cannot be read.</source>
        <translation>無法讀取 {file}。</translation>
    </message>
    <message>
        <source>{file} has more lines than any journal and is not read.</source>
        <translation>{file} 的行數太多，不像閱讀記錄，未讀取。</translation>
    </message>
    <message>
        <source>{file} has neither number nor date, as the issues have, and is left out; bring it in by itself if it is one.</source>
        <translation>{file} 不像其他各期有期號或日期，已略去；如果它也是一期，請單獨匯入。</translation>
    </message>
    <message>
        <source>{file} in the book is not read: {reason}</source>
        <translation>書中的 {file} 未能讀取：{reason}</translation>
    </message>
    <message>
        <source>{file} in the book is not read: {reason}.</source>
        <translation>書中的 {file} 未能讀取：{reason}。</translation>
    </message>
    <message>
        <source>{file} is damaged: {count:,} of its entries could be read, {restored:,} of them in its backups. It is kept as it is.</source>
        <translation>{file} 已損毀：讀出了 {count:,} 筆，其中 {restored:,} 筆來自備份。原檔保持原狀。</translation>
    </message>
    <message>
        <source>{file} is larger than any journal and is not read.</source>
        <translation>{file} 太大了，不像閱讀記錄，未讀取。</translation>
    </message>
    <message>
        <source>{file} is there already and is no pack of “{id}”; name another file.</source>
        <translation>{file} 已經存在，且不是「{id}」的 dvpack 檔；請指定另一個檔案。</translation>
    </message>
    <message>
        <source>{folder} cannot be written ({reason}). What you mark is not kept yet; it will be as soon as that is possible.</source>
        <translation>無法寫入 {folder}（{reason}）。你做的標記還沒存下來；一能寫入就會存。</translation>
    </message>
    <message>
        <source>{folder} is not a folder; name a folder with --library or {library_variable}.</source>
        <translation>{folder} 不是資料夾；請用 --library 或 {library_variable} 指定資料夾。</translation>
    </message>
    <message>
        <source>{folder} is not a folder; name the folder of uploaded files.</source>
        <translation>{folder} 不是資料夾；請指定存放上傳檔案的資料夾。</translation>
    </message>
    <message>
        <source>{folder} is there already and not an empty folder; name a new one.</source>
        <translation>{folder} 已經存在，且不是空資料夾；請指定新的資料夾。</translation>
    </message>
    <message>
        <source>{issues} of {publication} and {pictures} were written to {path}.</source>
        <translation>已將 {publication} 的 {issues}與 {pictures}寫入 {path}。</translation>
    </message>
    <message>
        <source>{names} belongs to no issue and is left out.</source>
        <translation>{names} 不屬於任何一期，已略去。</translation>
    </message>
    <message>
        <source>{name} ({id}): {added} added, {updated} updated, {unchanged} unchanged, {failed} failed; {articles}, {pictures}</source>
        <translation>{name}（{id}）：新增 {added} 期，更新 {updated} 期，不變 {unchanged} 期，失敗 {failed} 期；{articles}，{pictures}</translation>
    </message>
    <message>
        <source>{name} ({id}): {added} added, {updated} updated, {unchanged} unchanged, {kept} kept as changed by hand, {failed} failed; {articles}, {pictures}</source>
        <translation>{name}（{id}）：新增 {added} 期，更新 {updated} 期，不變 {unchanged} 期，保留手動修改 {kept} 期，失敗 {failed} 期；{articles}，{pictures}</translation>
    </message>
    <message>
        <source>{name} could not be read; the publication is named otherwise.</source>
        <translation>無法讀取 {name}；刊物名稱取自他處。</translation>
    </message>
    <message>
        <source>{name} is a link or no regular file and is not read.</source>
        <translation>{name} 是連結，或不是一般檔案，不予讀取。</translation>
    </message>
    <message>
        <source>{name} is a link, no regular file, or not named in UTF-8, and is left out; put the file itself here.</source>
        <translation>{name} 是連結、不是一般檔案，或名稱不是 UTF-8，已略去；請把檔案本身放在這裡。</translation>
    </message>
    <message>
        <source>{name} is a program or has a name that cannot be taken along; give it a name of letters and digits.</source>
        <translation>{name} 是程式，或名稱無法一併匯出；請改用文字與數字命名。</translation>
    </message>
    <message>
        <source>{name} is called {new} in the export.</source>
        <translation>{name} 在匯出檔中改名為 {new}。</translation>
    </message>
    <message>
        <source>{name} is left out: it is a link, a program, no regular file, or has a name that cannot be kept; give it a name of letters and digits.</source>
        <translation>略去 {name}：它是連結、程式、不是一般檔案，或名稱無法保留；請改用文字與數字命名。</translation>
    </message>
    <message>
        <source>{name} is left out: it is hidden, a link, or no regular file; give it another name, or put the file itself here.</source>
        <translation>略去 {name}：它是隱藏檔、連結，或不是一般檔案；請改名，或把檔案本身放在這裡。</translation>
    </message>
    <message>
        <source>{paths} is gone</source>
        <translation>{paths} 已不存在</translation>
    </message>
    <message>
        <source>{paths} was changed since and stays</source>
        <translation>{paths} 之後有修改，因此保留</translation>
    </message>
    <message>
        <source>{path} cannot be read or written ({reason}); see that it is there and that you may use it, then try again.</source>
        <translation>無法讀寫 {path}（{reason}）；請確認它還在，而且你有權限使用，然後再試一次。</translation>
    </message>
    <message>
        <source>{path} cannot be read; all settings are the usual ones.</source>
        <translation>無法讀取 {path}；所有設定都用預設值。</translation>
    </message>
    <message>
        <source>{path} cannot be written; settings are not kept yet.</source>
        <translation>無法寫入 {path}；設定還沒存下來。</translation>
    </message>
    <message>
        <source>{path} is reached through a link</source>
        <translation>{path} 要經過連結才能到達</translation>
    </message>
    <message>
        <source>{path} was changed during the export; export again.</source>
        <translation>{path} 在匯出期間有變更；請重新匯出。</translation>
    </message>
    <message>
        <source>{path} was damaged and is kept as {aside}; all settings are the usual ones.</source>
        <translation>{path} 已損毀，另存為 {aside}；所有設定都用預設值。</translation>
    </message>
    <message>
        <source>{place}: error: {message}</source>
        <translation>{place}：錯誤：{message}</translation>
    </message>
    <message>
        <source>{place}: guess: {message}</source>
        <translation>{place}：推測：{message}</translation>
    </message>
    <message>
        <source>{place}: warning: {message}</source>
        <translation>{place}：警告：{message}</translation>
    </message>
    <message>
        <source>{problem}. See “{program} --help”.</source>
        <translation>{problem}。請參閱「{program} --help」。</translation>
    </message>
    <message>
        <source>{publication_file} is left out: {reason}</source>
        <translation>略去 {publication_file}：{reason}</translation>
    </message>
    <message>
        <source>{publication} is called “{name}” now.</source>
        <translation>{publication} 現在叫做「{name}」。</translation>
    </message>
    <message>
        <source>{publication} was removed; “dosudo-viewer undo” brings it back.</source>
        <translation>已移除 {publication}；「dosudo-viewer undo」可以找回。</translation>
    </message>
    <message>
        <source>{statement} and is replaced; Undo brings it back.</source>
        <translation>{statement}，現已取代；用「還原」可找回。</translation>
    </message>
    <message>
        <source>{statement} and stays as it is.</source>
        <translation>{statement}，維持原狀。</translation>
    </message>
    <message>
        <source>{statement} and stays as it is; what the source says now is not taken.</source>
        <translation>{statement}，維持原狀；不採用來源現在的內容。</translation>
    </message>
    <message>
        <source>{subject} cannot be read: {reason}.</source>
        <translation>無法讀取{subject}：{reason}。</translation>
    </message>
    <message>
        <source>{subject} cannot be read: {reason}; mend this line or the one above.</source>
        <translation>無法讀取{subject}：{reason}；請修正這一行或上一行。</translation>
    </message>
    <message>
        <source>{subject} is longer than 64 KB; move the text below it.</source>
        <translation>{subject}超過 64 KB；請把內文移到下方。</translation>
    </message>
    <message>
        <source>{subject} is nested too deeply; write it flat.</source>
        <translation>{subject}的巢狀層次太深；請改寫成平的。</translation>
    </message>
    <message>
        <source>{subject} must be lines of the form “key: value”.</source>
        <translation>{subject}須由「鍵: 值」形式的行組成。</translation>
    </message>
    <message>
        <source>{subject} {reason}; write the values out.</source>
        <translation>{subject}{reason}；請把值完整寫出來。</translation>
    </message>
    <message>
        <source>{summary_count} of {entry_count} entries are summaries: the feed does not hold their whole texts. Bring in an export of the site, or saved pages, for these.</source>
        <translation>{entry_count} 個條目中有 {summary_count} 個只是摘要，訂閱來源裡沒有全文。請匯入網站的匯出檔或儲存的網頁，以取得這些全文。</translation>
    </message>
    <message>
        <source>{target} cannot be written; name a .png file in a folder that exists.</source>
        <translation>無法寫入 {target}；請指定現有資料夾裡的 .png 檔。</translation>
    </message>
    <message>
        <source>{title} ({speaker}): {told_count} of {chapter_count} published</source>
        <translation>{title}（{speaker}）：{chapter_count} 章已刊出 {told_count} 章</translation>
    </message>
    <message>
        <source>“&lt;{name}&gt;” is never closed; {count:,} characters after it are left out.</source>
        <translation>「&lt;{name}&gt;」一直沒有結束標籤；後面的 {count:,} 個字元略去了。</translation>
    </message>
    <message>
        <source>“dosudo-viewer COMMAND --help” says more of each, with an example.</source>
        <translation>「dosudo-viewer 指令 --help」有各指令的說明與範例。</translation>
    </message>
    <message>
        <source>“original” or “restated”</source>
        <translation>「original」或「restated」</translation>
    </message>
    <message>
        <source>“{about}:” is not a field, “{instead}:” is; it is searched as text.</source>
        <translation>「{about}:」不是可用的欄位，「{instead}:」才是；當作文字搜尋。</translation>
    </message>
    <message>
        <source>“{about}:” needs its value right behind it, without a blank.</source>
        <translation>「{about}:」後面要緊接著值，中間不要空格。</translation>
    </message>
    <message>
        <source>“{about}” cannot be read and is searched as text.</source>
        <translation>「{about}」無法解讀，當作文字搜尋。</translation>
    </message>
    <message>
        <source>“{about}” holds nothing that can be searched.</source>
        <translation>「{about}」裡沒有可以搜尋的字。</translation>
    </message>
    <message>
        <source>“{about}” needs at least two letters before the star.</source>
        <translation>「{about}」的星號前至少要有兩個字母。</translation>
    </message>
    <message>
        <source>“{id}” cannot be a publication's id; write a short word of small letters, digits, - and _.</source>
        <translation>「{id}」不能當作刊物的短名；短名只能用小寫英文字母、數字、- 與 _。</translation>
    </message>
    <message>
        <source>“{id}” comes with the program and holds nothing of yours; it cannot be changed.</source>
        <translation>「{id}」隨本程式附上，裡面沒有你自己的內容，無法變更。</translation>
    </message>
    <message>
        <source>“{key}” must be {expected}; it is left out.</source>
        <translation>「{key}」須為{expected}；已略去。</translation>
    </message>
    <message>
        <source>“{name}” breaks off in line {line}, in the middle of a post; what stands before that is brought in. Export it again.</source>
        <translation>「{name}」在第 {line} 行、一篇文章的中間斷掉；在此之前的內容已匯入。請重新匯出。</translation>
    </message>
    <message>
        <source>“{name}” in the archive is left out. {error}</source>
        <translation>略去壓縮檔中的「{name}」。{error}</translation>
    </message>
    <message>
        <source>“{name}” in the archive is left out. {reason}</source>
        <translation>略去壓縮檔中的「{name}」。{reason}</translation>
    </message>
    <message>
        <source>“{name}” is left out. {reason}</source>
        <translation>略去「{name}」。{reason}</translation>
    </message>
    <message>
        <source>“{option}” is not an option of search; see its --help.</source>
        <translation>「{option}」不是 search 的選項；請參閱它的 --help。</translation>
    </message>
    <message>
        <source>“{publication}” cannot be a publication's id; write a short word of small letters, digits, - and _.</source>
        <translation>「{publication}」不能當作刊物的短名；短名只能用小寫英文字母、數字、- 與 _。</translation>
    </message>
    <message>
        <source>“{tag}” is never closed; what stands behind it is read as text.</source>
        <translation>「{tag}」一直沒有結束標記；後面的內容當作內文讀取。</translation>
    </message>
    <message>
        <source>“{text}” does not end in .png, and a picture in another format is not written. See “dosudo-viewer shot --help”.</source>
        <translation>「{text}」的結尾不是 .png，不會寫成其他格式的圖片。請看「dosudo-viewer shot --help」。</translation>
    </message>
    <message>
        <source>“{text}” is not a file of this system; copy it here first.</source>
        <translation>「{text}」不是這個系統上的檔案；請先把它複製到這裡。</translation>
    </message>
    <message>
        <source>“{text}” is not an address; write publication/issue/article, for example dosudo/2/c3.</source>
        <translation>「{text}」不是位址；請寫成 刊物/期/文章，例如 dosudo/2/c3。</translation>
    </message>
</context>
<context>
    <name>System</name>
    <message>
        <source>Permission denied</source>
        <translation>權限不足</translation>
    </message>
    <message>
        <source>Operation not permitted</source>
        <translation>不允許這項操作</translation>
    </message>
    <message>
        <source>No such file or directory</source>
        <translation>沒有這個檔案或資料夾</translation>
    </message>
    <message>
        <source>File exists</source>
        <translation>檔案已經存在</translation>
    </message>
    <message>
        <source>Is a directory</source>
        <translation>這是資料夾</translation>
    </message>
    <message>
        <source>Not a directory</source>
        <translation>這不是資料夾</translation>
    </message>
    <message>
        <source>Directory not empty</source>
        <translation>資料夾不是空的</translation>
    </message>
    <message>
        <source>Read-only file system</source>
        <translation>檔案系統是唯讀的</translation>
    </message>
    <message>
        <source>No space left on device</source>
        <translation>磁碟空間不足</translation>
    </message>
    <message>
        <source>Disk quota exceeded</source>
        <translation>超出磁碟配額</translation>
    </message>
    <message>
        <source>File too large</source>
        <translation>檔案太大</translation>
    </message>
    <message>
        <source>File name too long</source>
        <translation>檔名太長</translation>
    </message>
    <message>
        <source>Too many open files</source>
        <translation>開啟的檔案太多</translation>
    </message>
    <message>
        <source>Too many levels of symbolic links</source>
        <translation>符號連結的層次太多</translation>
    </message>
    <message>
        <source>Input/output error</source>
        <translation>輸入或輸出錯誤</translation>
    </message>
    <message>
        <source>Device or resource busy</source>
        <translation>裝置或資源正在使用中</translation>
    </message>
    <message>
        <source>Invalid argument</source>
        <translation>引數無效</translation>
    </message>
    <message>
        <source>Invalid cross-device link</source>
        <translation>不能跨磁碟連結</translation>
    </message>
    <message>
        <source>Stale file handle</source>
        <translation>檔案代碼已失效</translation>
    </message>
    <message>
        <source>Host is down</source>
        <translation>主機沒有回應</translation>
    </message>
    <message>
        <source>Transport endpoint is not connected</source>
        <translation>連線已中斷</translation>
    </message>
    <message>
        <source>Access is denied</source>
        <translation>存取被拒</translation>
    </message>
    <message>
        <source>The system cannot find the file specified</source>
        <translation>系統找不到指定的檔案</translation>
    </message>
    <message>
        <source>The system cannot find the path specified</source>
        <translation>系統找不到指定的路徑</translation>
    </message>
    <message>
        <source>The process cannot access the file because it is being used by another process</source>
        <translation>檔案正由另一個程式使用，無法存取</translation>
    </message>
    <message>
        <source>There is not enough space on the disk</source>
        <translation>磁碟空間不足</translation>
    </message>
    <message>
        <source>The media is write protected</source>
        <translation>媒體有防寫保護</translation>
    </message>
    <message>
        <source>The directory is not empty</source>
        <translation>資料夾不是空的</translation>
    </message>
    <message>
        <source>The filename, directory name, or volume label syntax is incorrect</source>
        <translation>檔名、資料夾名稱或磁碟標籤的寫法不正確</translation>
    </message>
    <message>
        <source>[Errno {number}] {reason}: '{path}'</source>
        <translation>{path}：{reason}（錯誤 {number}）</translation>
    </message>
    <message>
        <source>[WinError {number}] {reason}: '{path}'</source>
        <translation>{path}：{reason}（Windows 錯誤 {number}）</translation>
    </message>
    <message>
        <source>attempt to write a readonly database</source>
        <translation>資料庫是唯讀的</translation>
    </message>
    <message>
        <source>database disk image is malformed</source>
        <translation>資料庫檔案已損壞</translation>
    </message>
    <message>
        <source>database is locked</source>
        <translation>資料庫正由其他程式使用</translation>
    </message>
    <message>
        <source>database or disk is full</source>
        <translation>資料庫或磁碟已滿</translation>
    </message>
    <message>
        <source>disk I/O error</source>
        <translation>磁碟讀寫錯誤</translation>
    </message>
    <message>
        <source>file is not a database</source>
        <translation>檔案不是資料庫</translation>
    </message>
    <message>
        <source>unable to open database file</source>
        <translation>無法開啟資料庫檔案</translation>
    </message>
    <message>
        <source>no such table: {name}</source>
        <translation>沒有資料表 {name}</translation>
    </message>
    <message>
        <source>no such column: {name}</source>
        <translation>沒有欄位 {name}</translation>
    </message>
    <message>
        <source>mapping keys are not allowed here</source>
        <translation>這裡不能出現鍵</translation>
    </message>
    <message>
        <source>mapping values are not allowed here</source>
        <translation>這裡不能出現「鍵: 值」</translation>
    </message>
    <message>
        <source>sequence entries are not allowed here</source>
        <translation>這裡不能出現清單項目</translation>
    </message>
    <message>
        <source>expected {wanted}, but found {token}</source>
        <translation>應為 {wanted}，卻是 {token}</translation>
    </message>
    <message>
        <source>expected the node content, but found {token}</source>
        <translation>這裡應有內容，卻是 {token}</translation>
    </message>
    <message>
        <source>could not find expected ':'</source>
        <translation>缺少應有的「:」</translation>
    </message>
    <message>
        <source>did not find expected key</source>
        <translation>缺少應有的鍵</translation>
    </message>
    <message>
        <source>found character {character} that cannot start any token</source>
        <translation>字元 {character} 不能出現在開頭</translation>
    </message>
    <message>
        <source>found unexpected end of stream</source>
        <translation>內容提早結束</translation>
    </message>
    <message>
        <source>found unexpected ':'</source>
        <translation>出現不該有的「:」</translation>
    </message>
    <message>
        <source>found unknown escape character {character}</source>
        <translation>不認得跳脫字元 {character}</translation>
    </message>
    <message>
        <source>expected &lt;block end&gt;, but found {token}</source>
        <translation>區塊應在此結束，卻是 {token}</translation>
    </message>
    <message>
        <source>expected ',' or ']', but got {token}</source>
        <translation>應為「,」或「]」，卻是 {token}</translation>
    </message>
    <message>
        <source>expected ',' or '}', but got {token}</source>
        <translation>應為「,」或「}」，卻是 {token}</translation>
    </message>
    <message>
        <source>special characters are not allowed</source>
        <translation>不允許特殊字元</translation>
    </message>
    <message>
        <source>not well-formed (invalid token)</source>
        <translation>格式不正確</translation>
    </message>
    <message>
        <source>mismatched tag</source>
        <translation>標籤沒有成對</translation>
    </message>
    <message>
        <source>unclosed token</source>
        <translation>標籤沒有結束</translation>
    </message>
    <message>
        <source>no element found</source>
        <translation>沒有任何元素</translation>
    </message>
    <message>
        <source>junk after document element</source>
        <translation>文件結束後還有多餘的內容</translation>
    </message>
    <message>
        <source>undefined entity</source>
        <translation>實體沒有定義</translation>
    </message>
    <message>
        <source>{reason}: line {line}, column {column}</source>
        <translation>{reason}（第 {line} 行，第 {column} 欄）</translation>
    </message>
    <message>
        <source>{reason} (at line {line}, column {column})</source>
        <translation>{reason}（第 {line} 行，第 {column} 欄）</translation>
    </message>
    <message>
        <source>{reason} (at end of document)</source>
        <translation>{reason}（在文件結尾）</translation>
    </message>
    <message>
        <source>Expected '=' after a key in a key/value pair</source>
        <translation>鍵的後面缺少「=」</translation>
    </message>
    <message>
        <source>Expected ']' at the end of a table declaration</source>
        <translation>表格宣告的結尾缺少「]」</translation>
    </message>
    <message>
        <source>Expected newline or end of document after a statement</source>
        <translation>敘述之後應換行或結束</translation>
    </message>
    <message>
        <source>Cannot overwrite a value</source>
        <translation>不能覆寫已有的值</translation>
    </message>
    <message>
        <source>Cannot declare {name} twice</source>
        <translation>{name} 不能宣告兩次</translation>
    </message>
    <message>
        <source>Cannot redefine namespace {name}</source>
        <translation>不能重新定義 {name}</translation>
    </message>
    <message>
        <source>Duplicate inline table key {name}</source>
        <translation>鍵 {name} 重複</translation>
    </message>
    <message>
        <source>Expected ']]' at the end of an array declaration</source>
        <translation>陣列宣告的結尾缺少「]]」</translation>
    </message>
    <message>
        <source>Found invalid character {character}</source>
        <translation>出現無效的字元 {character}</translation>
    </message>
    <message>
        <source>Illegal character {character}</source>
        <translation>不允許字元 {character}</translation>
    </message>
    <message>
        <source>Invalid initial character for a key part</source>
        <translation>鍵的第一個字元無效</translation>
    </message>
    <message>
        <source>Invalid hex value</source>
        <translation>十六進位值無效</translation>
    </message>
    <message>
        <source>Invalid statement</source>
        <translation>敘述無效</translation>
    </message>
    <message>
        <source>Invalid value</source>
        <translation>值無效</translation>
    </message>
    <message>
        <source>Invalid date or datetime</source>
        <translation>日期或時間無效</translation>
    </message>
    <message>
        <source>Unclosed array</source>
        <translation>陣列沒有結束</translation>
    </message>
    <message>
        <source>Unclosed inline table</source>
        <translation>表格沒有結束</translation>
    </message>
    <message>
        <source>Unterminated string</source>
        <translation>字串沒有結束</translation>
    </message>
    <message>
        <source>Could not decode to UTF-8 column '{column}' with text '{text}'</source>
        <translation>欄位 {column} 不是 UTF-8 文字：{text}</translation>
    </message>
    <message>
        <source>Zim file(s) is of bad size or corrupted</source>
        <translation>ZIM 檔的大小不對或已損壞</translation>
    </message>
    <message>
        <source>zim-file is too small to contain a header</source>
        <translation>ZIM 檔太小，裝不下檔頭</translation>
    </message>
    <message>
        <source>{reason}: line {line} column {column} (char {place})</source>
        <translation>{reason}（第 {line} 行，第 {column} 欄，第 {place} 個字元）</translation>
    </message>
    <message>
        <source>Expecting ',' delimiter</source>
        <translation>缺少「,」</translation>
    </message>
    <message>
        <source>Expecting ':' delimiter</source>
        <translation>缺少「:」</translation>
    </message>
    <message>
        <source>Expecting property name enclosed in double quotes</source>
        <translation>缺少雙引號裡的鍵</translation>
    </message>
    <message>
        <source>Expecting value</source>
        <translation>缺少值</translation>
    </message>
    <message>
        <source>Extra data</source>
        <translation>結束後還有多餘的內容</translation>
    </message>
    <message>
        <source>Invalid control character at</source>
        <translation>有不允許的控制字元</translation>
    </message>
    <message>
        <source>Unterminated string starting at</source>
        <translation>字串沒有結束</translation>
    </message>
    <message>
        <source>Cannot operate on a closed database.</source>
        <translation>資料庫已經關閉</translation>
    </message>
    <message>
        <source>usage: </source>
        <translation>用法：</translation>
    </message>
    <message>
        <source>options</source>
        <translation>選項</translation>
    </message>
    <message>
        <source>positional arguments</source>
        <translation>參數</translation>
    </message>
    <message>
        <source>show this help message and exit</source>
        <translation>顯示這份說明後結束</translation>
    </message>
    <message>
        <source>show program's version number and exit</source>
        <translation>顯示版本後結束</translation>
    </message>
    <message>
        <source>The following arguments are required: {names}</source>
        <translation>缺少必要的參數：{names}</translation>
    </message>
    <message>
        <source>Unrecognized arguments: {names}</source>
        <translation>不認得參數：{names}</translation>
    </message>
    <message>
        <source>Argument {name}: {reason}</source>
        <translation>參數 {name}：{reason}</translation>
    </message>
    <message>
        <source>invalid choice: {value} (choose from {choices})</source>
        <translation>不能是 {value}（可用的有 {choices}）</translation>
    </message>
    <message>
        <source>expected one argument</source>
        <translation>後面要接一個值</translation>
    </message>
    <message>
        <source>expected at least one argument</source>
        <translation>後面至少要接一個值</translation>
    </message>
    <message>
        <source>ignored explicit argument {value}</source>
        <translation>不接受值 {value}</translation>
    </message>
    <message>
        <source>Ambiguous option: {option} could match {options}</source>
        <translation>選項 {option} 不明確，可能是 {options}</translation>
    </message>
</context>
</TS>
